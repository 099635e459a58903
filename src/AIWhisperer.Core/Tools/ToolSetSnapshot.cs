using System.Collections.Immutable;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Tools;

/// <summary>All tool sets at one moment. Immutable: whoever holds it sees one consistent state.</summary>
/// <param name="Sets">The sets in service, by name.</param>
/// <param name="Faulty">The names of sets that are declared, have errors and are not in service.</param>
/// <param name="Problems">What the last reading found wrong, in file order.</param>
public sealed record ToolSetSnapshot(
    ImmutableSortedDictionary<string, ToolSet> Sets, ImmutableArray<string> Faulty, ImmutableArray<ConfigurationProblem> Problems)
{
    /// <summary>No sets.</summary>
    public static ToolSetSnapshot None { get; } = new(ImmutableSortedDictionary.Create<string, ToolSet>(StringComparer.Ordinal), [], []);
}
