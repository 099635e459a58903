using System.Collections.Immutable;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Mcp;

/// <summary>The MCP servers in service at one moment. Immutable.</summary>
/// <param name="DeclaredIds">Every server that the file names, also those with errors, in the order of the file.</param>
/// <param name="Problems">Everything that is wrong with <c>mcp.yaml</c>, by line and column.</param>
public sealed record McpSnapshot(ImmutableArray<string> DeclaredIds, ImmutableArray<ConfigurationProblem> Problems)
{
    /// <summary>What serves, by id.</summary>
    internal ImmutableSortedDictionary<string, McpServerDefinition> Servers { get; init; } =
        ImmutableSortedDictionary.Create<string, McpServerDefinition>(StringComparer.Ordinal);
}
