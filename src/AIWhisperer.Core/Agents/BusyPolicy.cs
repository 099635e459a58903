namespace AIWhisperer.Core.Agents;

/// <summary>What happens to a message for an agent that is in the middle of a turn.</summary>
public enum BusyPolicy
{
    /// <summary>It waits for its turn.</summary>
    Enqueue,

    /// <summary>It is refused.</summary>
    Reject,
}
