using System.Collections.Immutable;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tools;

/// <summary>The tools an agent can be granted, by name. Thread-safe, fixed after construction.</summary>
/// <param name="tools">Every tool the server knows; names are unique.</param>
public sealed class ToolCatalog(IEnumerable<AIFunction> tools)
{
    /// <summary>The key under which a call's <see cref="AIFunctionArguments.Context"/> holds its <see cref="IToolSession"/>.</summary>
    public static object SessionKey { get; } = typeof(IToolSession);

    /// <summary>The key under which it holds the <see cref="FunctionCallContent"/> that the model made.</summary>
    public static object CallKey { get; } = typeof(FunctionCallContent);

    private readonly ImmutableSortedDictionary<string, AIFunction> _tools =
        tools.ToImmutableSortedDictionary(tool => tool.Name, tool => tool, StringComparer.Ordinal);

    /// <summary>All tools, by name.</summary>
    public IReadOnlyCollection<AIFunction> Tools { get; } = [.. tools.OrderBy(tool => tool.Name, StringComparer.Ordinal)];

    /// <summary>All tool names, sorted.</summary>
    public IEnumerable<string> Names => _tools.Keys;

    /// <summary>The tool of that exact name, or null.</summary>
    public AIFunction? Find(string name) => _tools.GetValueOrDefault(name);
}
