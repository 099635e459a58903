using System.Collections.Immutable;

namespace AIWhisperer.Mcp;

/// <summary>Holds a server's tools against what was approved of it.</summary>
internal static class PinCheck
{
    /// <summary>Why the server may not be connected to, or null.</summary>
    public static string? FindFault(McpServerDefinition server, PinnedServer? pinned) => pinned switch
    {
        { } known when known.Origin != server.Origin =>
            $"its program or address is not the one that was approved; compare and approve with the command `trust-mcp {server.Id}`",
        null when server.Trust == ServerTrust.Pinned =>
            $"none of its tools was approved yet; read and approve them with the command `trust-mcp {server.Id}`",
        _ => null,
    };

    /// <summary>Why the tool may not be called, or null.</summary>
    public static string? FindFault(McpServerDefinition server, PinnedServer? pinned, ServerTool tool)
    {
        var known = pinned?.Tools.GetValueOrDefault(tool.Name);
        return known == tool.Pin
            ? null
            : $"it {(known is null ? "is new" : "has changed")} since its MCP server was approved; read and approve it with the command "
                + $"`trust-mcp {server.Id}`";
    }

    /// <summary>Approves of the server as it is now, and of nothing else.</summary>
    public static PinnedServer AsNow(McpServerDefinition server, IEnumerable<ServerTool> tools) =>
        new(server.Origin, Pins(tools).ToImmutableSortedDictionary(StringComparer.Ordinal));

    private static IEnumerable<KeyValuePair<string, ToolPin>> Pins(IEnumerable<ServerTool> tools) =>
        tools.Where(tool => tool.Fault is null).Select(tool => KeyValuePair.Create(tool.Name, tool.Pin));
}
