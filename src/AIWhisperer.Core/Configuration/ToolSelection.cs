using System.Collections.Immutable;

namespace AIWhisperer.Core.Configuration;

/// <summary>
/// Which tools are meant, by name, set, tag and server; of an agent or of a tool set. Nothing is meant that is not named, and what is denied
/// is denied however else it is named. Immutable.
/// </summary>
public sealed record ToolSelection
{
    /// <summary>No tools.</summary>
    public static ToolSelection None { get; } = new();

    /// <summary>Tool sets of <c>tools.yaml</c>, all of whose tools are meant.</summary>
    public ImmutableArray<string> Sets { get; init; } = [];

    /// <summary>Tags: every tool of the server's own that has one of them is meant.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Single tools.</summary>
    public ImmutableArray<string> Allowed { get; init; } = [];

    /// <summary>Tools that are not meant, whatever else says so.</summary>
    public ImmutableArray<string> Denied { get; init; } = [];

    /// <summary>Servers of <c>mcp.yaml</c>, all of whose tools are meant.</summary>
    public ImmutableArray<string> Servers { get; init; } = [];

    /// <summary>Whether the tools that a client declares are meant.</summary>
    public bool ClientTools { get; init; }

    /// <summary>Whether tools of servers of <c>mcp.yaml</c> are left out, however they are named.</summary>
    public bool OwnOnly { get; init; }
}
