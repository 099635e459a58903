namespace AIWhisperer.Mcp;

/// <summary>What one entry of <c>mcp.yaml</c> says.</summary>
/// <param name="Id">The server.</param>
/// <param name="Definition">Null when a problem spoils it.</param>
/// <param name="IsClean">Whether nothing at all is wrong with it.</param>
internal sealed record McpServerReading(string Id, McpServerDefinition? Definition, bool IsClean);
