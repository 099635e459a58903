namespace AIWhisperer.Core.Configuration;

/// <summary>What a selection grants, as far as it is known without asking anybody.</summary>
/// <param name="Tools">Names of the server's own tools.</param>
/// <param name="Servers">MCP servers of which it grants something.</param>
public sealed record ToolReach(IReadOnlyCollection<string> Tools, IReadOnlyCollection<string> Servers);
