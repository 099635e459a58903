using System.Collections.Immutable;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Agents;

/// <summary>An agent as the catalog lists it. Immutable.</summary>
/// <param name="Id">The agent's id.</param>
/// <param name="State">Whether the file's own definition is in service.</param>
/// <param name="Definition">The definition in service; null exactly when <paramref name="State"/> is <see cref="AgentState.Invalid"/>.</param>
/// <param name="Problems">What the last reading found wrong with it, in file order.</param>
public sealed record AgentEntry(
    string Id,
    AgentState State,
    AgentDefinition? Definition,
    ImmutableArray<ConfigurationProblem> Problems);
