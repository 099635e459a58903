using System.Collections.Immutable;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Mcp;

/// <summary>What <c>mcp.yaml</c> says.</summary>
/// <param name="IsReadable">False when the file as a whole is spoiled.</param>
/// <param name="Servers">In the order of the file.</param>
/// <param name="Problems">By line and column.</param>
internal sealed record McpFileReading(
    bool IsReadable, ImmutableArray<McpServerReading> Servers, ImmutableArray<ConfigurationProblem> Problems)
{
    /// <summary>There is no file: no server is declared.</summary>
    public static McpFileReading None { get; } = new(IsReadable: true, [], []);
}
