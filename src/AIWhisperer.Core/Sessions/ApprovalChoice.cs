namespace AIWhisperer.Core.Sessions;

/// <summary>What a person may say to a tool call.</summary>
public enum ApprovalChoice
{
    /// <summary>It may run.</summary>
    Approve,

    /// <summary>It must not run.</summary>
    Refuse,
}
