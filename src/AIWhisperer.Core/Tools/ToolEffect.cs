namespace AIWhisperer.Core.Tools;

/// <summary>The furthest that a call of a tool can reach. What is asked of a person follows from it.</summary>
public enum ToolEffect
{
    /// <summary>It changes nothing and sends nothing out.</summary>
    Read,

    /// <summary>It changes something that outlives the call.</summary>
    Write,

    /// <summary>It runs other programs.</summary>
    Execute,

    /// <summary>It reaches other machines, and so can carry out what the conversation holds.</summary>
    Network,
}
