namespace AIWhisperer.Core.Loops;

/// <summary>Names a loop: one agent's engine inside one session.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="AgentId">The agent.</param>
public readonly record struct LoopKey(string SessionId, string AgentId);
