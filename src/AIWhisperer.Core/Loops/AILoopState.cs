namespace AIWhisperer.Core.Loops;

/// <summary>What a loop is doing.</summary>
public enum AILoopState
{
    /// <summary>No turn runs.</summary>
    Idle,

    /// <summary>A turn runs.</summary>
    Running,

    /// <summary>A turn runs, and a call of its tools waits for a person.</summary>
    WaitingForApproval,

    /// <summary>The loop ends its turns and takes no new ones.</summary>
    Stopping,
}
