namespace AIWhisperer.Core.Configuration;

/// <summary>What is to be done about a tool call before it runs.</summary>
public enum ApprovalDecision
{
    /// <summary>It runs.</summary>
    Always,

    /// <summary>A person is asked.</summary>
    Ask,

    /// <summary>It is refused.</summary>
    Never,
}
