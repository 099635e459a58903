using System.Collections.Immutable;

namespace AIWhisperer.Core.Tools;

/// <summary>The server's own tools, by name. Thread-safe, fixed after construction.</summary>
/// <param name="tools">Every tool the server has itself; names are unique.</param>
public sealed class ToolCatalog(IEnumerable<Tool> tools)
{
    private readonly ImmutableSortedDictionary<string, Tool> _tools =
        tools.ToImmutableSortedDictionary(tool => tool.Name, tool => tool, StringComparer.Ordinal);

    /// <summary>All tools, by name.</summary>
    public IEnumerable<Tool> Tools => _tools.Values;

    /// <summary>All tool names, sorted.</summary>
    public IEnumerable<string> Names => _tools.Keys;

    /// <summary>The tool of that exact name, or null.</summary>
    public Tool? Find(string name) => _tools.GetValueOrDefault(name);
}
