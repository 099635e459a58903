using System.Collections.Immutable;
using AIWhisperer.Core.Tools;

namespace AIWhisperer.Mcp;

/// <summary>Makes of what a server lists the tools that can be granted. Thread-safe.</summary>
/// <param name="pins">What was approved.</param>
internal sealed class ServerTools(PinFile pins)
{
    /// <summary>The tools that the server's entry lets through.</summary>
    public static IEnumerable<ServerTool> Chosen(McpServerDefinition server, IEnumerable<ServerTool> tools) =>
        tools.Where(tool => server.Tools.IsEmpty || server.Tools.Contains(tool.Name));

    /// <summary>Why the server may not be connected to, or null.</summary>
    public string? FindFault(McpServerDefinition server)
    {
        try
        {
            return PinCheck.FindFault(server, pins.Find(server.Id));
        }
        catch (InvalidDataException fault)
        {
            return fault.Message;
        }
    }

    /// <summary>The server's state with its tools, those that may not be called off. The first list that is ever seen of a server is
    /// approved, unless the server's entry wants a person to do so; what comes later is not.</summary>
    public async Task<ToolServerStatus> OfAsync(McpLink link, ImmutableArray<ServerTool> listed, CancellationToken cancellationToken)
    {
        var server = link.Server;
        ServerTool[] tools = [.. Chosen(server, listed)];
        PinnedServer? pinned;
        try
        {
            if (server.Trust == ServerTrust.FirstUse && pins.Find(server.Id) is null)
            {
                await pins.ChangeAsync(server.Id, before => before ?? PinCheck.AsNow(server, tools), cancellationToken);
            }

            pinned = pins.Find(server.Id);
        }
        catch (InvalidDataException fault)
        {
            return new(server.Id, ToolServerState.Failed, $"The MCP server '{server.Id}' is off: {fault.Message}.", []);
        }

        return Of(link, tools, pinned);
    }

    /// <summary>The same without approving of anything.</summary>
    public ToolServerStatus Of(McpLink link, ImmutableArray<ServerTool> listed)
    {
        try
        {
            return Of(link, [.. Chosen(link.Server, listed)], pins.Find(link.Server.Id));
        }
        catch (InvalidDataException fault)
        {
            return new(link.Server.Id, ToolServerState.Failed, $"The MCP server '{link.Server.Id}' is off: {fault.Message}.", []);
        }
    }

    private static ToolServerStatus Of(McpLink link, ServerTool[] tools, PinnedServer? pinned)
    {
        var server = link.Server;
        if (PinCheck.FindFault(server, pinned) is { } reason)
        {
            return new(server.Id, ToolServerState.Failed, $"The MCP server '{server.Id}' is off: {reason}.", []);
        }

        var names = McpToolNames.For(server.Id, tools.Select(tool => tool.Name));
        Tool[] made = [.. tools.Select(tool => new Tool(
            new McpTool(link, tool, names[tool.Name]), "mcp", server.Effects.GetValueOrDefault(tool.Name, server.Effect))
        {
            Tags = server.Tags,
            GivesUntrusted = true,
            RunsElsewhere = true,
            Timeout = server.Timeout,
            Server = server.Id,
            OffBecause = (tool.Fault ?? PinCheck.FindFault(server, pinned, tool)) is { } fault ? $"{fault}." : null,
        })];
        return new(server.Id, ToolServerState.Ready, Summary(server, tools, made), made);
    }

    private static string? Summary(McpServerDefinition server, ServerTool[] tools, Tool[] made)
    {
        List<string> parts = [.. made.Where(tool => tool.OffBecause is not null).Select(tool => $"'{tool.Name}' is off: {tool.OffBecause}")];
        var missing = server.Tools.Where(name => tools.All(tool => tool.Name != name)).ToList();
        if (missing.Count > 0)
        {
            parts.Add($"It has no {string.Join(", ", missing.Select(name => $"'{name}'"))}; correct `tools` in mcp.yaml.");
        }

        return parts.Count == 0 ? null : $"Of the MCP server '{server.Id}': {string.Join(" ", parts)}";
    }
}
