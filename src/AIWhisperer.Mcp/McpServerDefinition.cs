using System.Collections.Immutable;
using System.Text.Json;
using AIWhisperer.Core.Tools;

namespace AIWhisperer.Mcp;

/// <summary>
/// One server as <c>mcp.yaml</c> declares it: a program or an address. Immutable; the values of <see cref="Environment"/>,
/// <see cref="Headers"/> and <see cref="Query"/> are as written, with the names of variables and not what those hold.
/// </summary>
/// <param name="Id">Its name.</param>
internal sealed record McpServerDefinition(string Id)
{
    /// <summary>The program and its arguments; empty for a server with an address.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>The address without its query; null for a program.</summary>
    public Uri? Url { get; init; }

    /// <summary>The query of the address as written, from the question mark on; may be empty.</summary>
    public string Query { get; init; } = "";

    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public ImmutableSortedDictionary<string, string> Headers { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The full path of the program's working directory.</summary>
    public string Directory { get; init; } = "";

    public ServerScope Scope { get; init; }

    /// <summary>What its tools can reach, unless <see cref="Effects"/> says otherwise.</summary>
    public ToolEffect Effect { get; init; } = ToolEffect.Network;

    /// <summary>By the server's own name of a tool.</summary>
    public ImmutableSortedDictionary<string, ToolEffect> Effects { get; init; } = ImmutableSortedDictionary<string, ToolEffect>.Empty;

    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>How long one call may run; null means the limit of all tools.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>By the server's own names, the only tools that are offered; empty means all.</summary>
    public ImmutableArray<string> Tools { get; init; } = [];

    public ServerTrust Trust { get; init; }

    public bool Enabled { get; init; } = true;

    /// <summary>
    /// What is connected to, word for word but for the values of a query, of which there is a hash: tools are approved together with it, so
    /// that no other program answers under a known name.
    /// </summary>
    public string Origin => Url is { } url ? url.AbsoluteUri + UrlQuery.Shown(Query) : $"{JsonSerializer.Serialize(Command)} in {Directory}";

    /// <summary>Whether two definitions are the same in everything, also in the order of lists.</summary>
    public bool IsSameAs(McpServerDefinition? other) => other is not null && Values().SequenceEqual(other.Values());

    private IEnumerable<string?> Values() =>
    [
        Id, Origin, Query, Scope.ToString(), Effect.ToString(), Timeout?.ToString(), Trust.ToString(), Enabled.ToString(),
        "env", .. Environment.SelectMany(entry => new[] { entry.Key, entry.Value }),
        "headers", .. Headers.SelectMany(entry => new[] { entry.Key, entry.Value }),
        "effects", .. Effects.SelectMany(entry => new[] { entry.Key, entry.Value.ToString() }),
        "tags", .. Tags,
        "tools", .. Tools,
    ];
}
