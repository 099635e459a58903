namespace AIWhisperer.Core.Configuration;

/// <summary>What the tool settings of an agent or of a tool set may name, at one moment.</summary>
/// <param name="Tools">The server's own tools.</param>
/// <param name="Reach">What a selection grants.</param>
public sealed record ToolReferences(IReadOnlyCollection<KnownTool> Tools, Func<ToolSelection, ToolReach> Reach)
{
    /// <summary>Nothing can be named.</summary>
    public static ToolReferences None { get; } = new([], _ => new([], []));

    /// <summary>The tool sets in service.</summary>
    public IReadOnlyCollection<string> Sets { get; init; } = [];

    /// <summary>The tool sets that are declared and cannot be used.</summary>
    public IReadOnlyCollection<string> FaultySets { get; init; } = [];

    /// <summary>The ids of the MCP servers.</summary>
    public IReadOnlyCollection<string> Servers { get; init; } = [];
}
