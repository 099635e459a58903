using System.Collections.Immutable;

namespace AIWhisperer.Core.Agents;

/// <summary>What a reload did. Immutable.</summary>
/// <param name="Snapshot">The state in service after it.</param>
/// <param name="Changes">What changed, by agent id; empty when nothing did.</param>
public sealed record AgentReloadReport(AgentSnapshot Snapshot, ImmutableArray<AgentChange> Changes);
