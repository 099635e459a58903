namespace AIWhisperer.Core.Agents;

/// <summary>What happens to a message for an agent that is in the middle of a turn.</summary>
public enum BusyPolicy
{
    /// <summary>It waits for its turn.</summary>
    Enqueue,

    /// <summary>It is refused.</summary>
    Reject,

    /// <summary>The running turn is stopped, its partial reply is kept and marked, and the message is answered next.</summary>
    Interrupt,

    /// <summary>The running turn is stopped and forgotten, as if it had never been, and the message is answered next.</summary>
    Rollback,

    /// <summary>It joins the running turn: the model is given it at its next call.</summary>
    Steer,
}
