namespace AIWhisperer.Core.Sessions;

/// <summary>Where a turn of a session is found.</summary>
/// <param name="AgentId">The agent whose loop holds it.</param>
/// <param name="TurnId">The turn.</param>
internal readonly record struct LoopTurn(string AgentId, string TurnId);
