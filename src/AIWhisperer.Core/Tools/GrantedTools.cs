using System.Collections.Immutable;

namespace AIWhisperer.Core.Tools;

/// <summary>What an agent may call in one turn. Immutable.</summary>
/// <param name="All">By name; those that are off are among them.</param>
/// <param name="Servers">The granted servers whose tools are not all there.</param>
public sealed record GrantedTools(ImmutableSortedDictionary<string, GrantedTool> All, ImmutableArray<ToolServerStatus> Servers)
{
    /// <summary>Nothing.</summary>
    public static GrantedTools None { get; } = new(ImmutableSortedDictionary<string, GrantedTool>.Empty, []);

    /// <summary>What is named by a grant and taken away again, by name.</summary>
    public ImmutableArray<DeniedTool> Denied { get; init; } = [];

    /// <summary>The tools that can be called, by name.</summary>
    public IEnumerable<Tool> Usable => All.Values.Select(granted => granted.Tool).Where(tool => tool.OffBecause is null);

    /// <summary>The tool if it is granted, whether it is off or not; else null.</summary>
    public Tool? Find(string name) => All.GetValueOrDefault(name)?.Tool;
}
