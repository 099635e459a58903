using AIWhisperer.Core.Loops;
using AIWhisperer.Core.Loops.Callers;

namespace AIWhisperer.Core.Sessions;

/// <summary>Where a turn of a session is found.</summary>
/// <param name="AgentId">The agent whose loop holds it.</param>
/// <param name="TurnId">The turn.</param>
internal readonly record struct LoopTurn(string AgentId, string TurnId)
{
    /// <summary>The loop, of a session: the agent's, or that of a client's own call.</summary>
    public LoopKey LoopOf(string sessionId) => new(sessionId, AgentId) { TurnId = CallerAgent.Is(AgentId) ? TurnId : null };
}
