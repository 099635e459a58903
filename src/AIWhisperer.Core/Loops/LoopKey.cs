namespace AIWhisperer.Core.Loops;

/// <summary>Names a loop: one agent's engine inside one session.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="AgentId">The agent.</param>
public readonly record struct LoopKey(string SessionId, string AgentId)
{
    /// <summary>
    /// The turn, of a loop that is made for one: a client's own calls of tools wait for no other, so each has a loop. Null for an agent's.
    /// </summary>
    internal string? TurnId { get; init; }
}
