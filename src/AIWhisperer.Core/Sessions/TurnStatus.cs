namespace AIWhisperer.Core.Sessions;

/// <summary>How far a turn is. The last four are its endings.</summary>
public enum TurnStatus
{
    /// <summary>Accepted; waits for its loop.</summary>
    Queued,

    /// <summary>The loop works on it.</summary>
    Running,

    /// <summary>It goes on when a person has said whether a tool call may run.</summary>
    WaitingForApproval,

    /// <summary>The agent answered.</summary>
    Completed,

    /// <summary>Somebody stopped it.</summary>
    Cancelled,

    /// <summary>It could not be finished.</summary>
    Failed,

    /// <summary>The server stopped while it ran.</summary>
    Interrupted,
}
