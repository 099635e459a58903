using System.Collections.Concurrent;
using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Providers.Resilience;

namespace AIWhisperer.Core.Loops;

/// <summary>One gate for each agent that has limits, for its loops in all sessions. Thread-safe.</summary>
internal sealed class AgentGates(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, (CallLimits Limits, CallGate Gate)> _gates = new(StringComparer.Ordinal);

    /// <summary>The agent's gate. Other limits make another one: calls that run or wait end at the gate they came to.</summary>
    public CallGate For(AgentDefinition agent) => _gates.AddOrUpdate(
        agent.Id,
        _ => New(agent),
        (_, known) => known.Limits == agent.Limits ? known : New(agent)).Gate;

    private (CallLimits Limits, CallGate Gate) New(AgentDefinition agent) =>
        (agent.Limits, new CallGate($"Agent '{agent.Id}'", agent.Limits, clock));
}
