namespace AIWhisperer.Core.Sessions;

/// <summary>What usage is told apart by.</summary>
[Flags]
public enum UsageGrouping
{
    /// <summary>Nothing: all of it is one sum.</summary>
    None = 0,

    /// <summary>The UTC day on which a turn ended.</summary>
    Day = 1,

    /// <summary>The session, also one that is deleted.</summary>
    Session = 2,

    /// <summary>The agent.</summary>
    Agent = 4,

    /// <summary>The provider.</summary>
    Provider = 8,

    /// <summary>The model and with it its provider: a name that two providers share stands for two prices.</summary>
    Model = 16,
}
