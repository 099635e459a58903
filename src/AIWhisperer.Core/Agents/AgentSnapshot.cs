using System.Collections.Immutable;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Agents;

/// <summary>All agents at one moment. Immutable: whoever holds it sees one consistent state.</summary>
/// <param name="Revision">12 hexadecimal digits over the definitions in service.</param>
/// <param name="Agents">Every agent that is in the files or in service, by id.</param>
/// <param name="Problems">Problems that belong to no agent, such as a file that cannot be read.</param>
public sealed record AgentSnapshot(
    string Revision,
    ImmutableSortedDictionary<string, AgentEntry> Agents,
    ImmutableArray<ConfigurationProblem> Problems)
{
    /// <summary>All problems, those of the agents too, each once.</summary>
    public IEnumerable<ConfigurationProblem> AllProblems =>
        Problems.Concat(Agents.Values.SelectMany(agent => agent.Problems)).Distinct();
}
