using System.Collections.Immutable;

namespace AIWhisperer.Core.Agents;

/// <summary>One agent's change of definition at a reload. Immutable.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="AgentId">The agent.</param>
/// <param name="Before">The definition until now; null when added.</param>
/// <param name="After">The definition from now on; null when removed.</param>
/// <param name="ChangedKeys">
/// The settings that differ, in YAML spelling such as <c>ai_config.model</c>, sorted; a new prompt text is <c>prompt</c> wherever it
/// is kept. Empty unless <paramref name="Kind"/> is <see cref="AgentChangeKind.Changed"/>.
/// </param>
public sealed record AgentChange(
    AgentChangeKind Kind,
    string AgentId,
    AgentDefinition? Before,
    AgentDefinition? After,
    ImmutableArray<string> ChangedKeys);
