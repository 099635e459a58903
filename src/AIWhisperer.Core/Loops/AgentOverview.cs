using System.Collections.Immutable;
using AIWhisperer.Core.Agents;

namespace AIWhisperer.Core.Loops;

/// <summary>An agent with what a loop would run it with now. Immutable.</summary>
/// <param name="Entry">The agent as configured.</param>
/// <param name="Availability">Whether it can answer.</param>
/// <param name="Reason">Why it is not simply available, with the remedy; null when it is.</param>
/// <param name="Config">The settings in force; null when the agent is invalid.</param>
/// <param name="ActiveModel">The model that would answer now; null when none can.</param>
public sealed record AgentOverview(
    AgentEntry Entry,
    AgentAvailability Availability,
    string? Reason,
    AILoopConfig? Config,
    ModelReference? ActiveModel)
{
    /// <summary>The settings that are defaults of the server, in YAML spelling.</summary>
    public ImmutableArray<string> Defaults => Config?.Defaults ?? [];
}
