using System.Collections.Immutable;

namespace AIWhisperer.Mcp;

/// <summary>Lets a person read and approve what an MCP server offers. Makes a connection of its own. Thread-safe.</summary>
public sealed class McpTrust
{
    private readonly McpCatalog _catalog;
    private readonly McpConnector _connector;
    private readonly PinFile _pins;

    internal McpTrust(McpCatalog catalog, McpConnector connector, PinFile pins)
    {
        _catalog = catalog;
        _connector = connector;
        _pins = pins;
    }

    /// <summary>The program or address of a server, word for word; null when <c>mcp.yaml</c> declares no good one of that name.</summary>
    public string? FindOrigin(string serverId) => _catalog.Current.Servers.GetValueOrDefault(serverId)?.Origin;

    /// <summary>Connects to the server and compares what it lists with what was approved.</summary>
    /// <param name="serverId">A server with an origin.</param>
    /// <param name="fingerprint">The <see cref="ServerReview.Fingerprint"/> that a person has read and approves of: what it lists is approved
    /// from now on, if it still has that one. Null approves of nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidDataException">It cannot be connected to, or the approval cannot be kept; the message says why.</exception>
    public async Task<ServerReview> ReviewAsync(string serverId, string? fingerprint, CancellationToken cancellationToken)
    {
        var server = _catalog.Current.Servers[serverId];
        ImmutableArray<ServerTool> tools;
        try
        {
            if (_connector.MissingVariables(server) is { Count: > 0 } missing)
            {
                throw new McpConnectException($"set {string.Join(", ", missing)} in the environment");
            }

            await using var connection = await _connector.OpenAsync(server, cancellationToken);
            tools = [.. ServerTools.Chosen(server, connection.Tools).Where(tool => tool.Fault is null)];
        }
        catch (McpConnectException fault)
        {
            throw new InvalidDataException(fault.Message, fault);
        }

        var before = _pins.Find(serverId);
        var now = PinCheck.AsNow(server, tools);
        var review = new ServerReview(before?.Origin, server.Origin, now.ToFingerprint(), [.. Compare(before, tools)]);
        if (fingerprint == review.Fingerprint)
        {
            await _pins.ChangeAsync(serverId, _ => now, cancellationToken);
        }

        return review;
    }

    private static IEnumerable<ToolReview> Compare(PinnedServer? before, ImmutableArray<ServerTool> tools)
    {
        var now = tools.ToImmutableSortedDictionary(tool => tool.Name, tool => tool, StringComparer.Ordinal);
        foreach (var name in now.Keys.Union(before?.Tools.Keys ?? []).Order(StringComparer.Ordinal))
        {
            var known = before?.Tools.GetValueOrDefault(name);
            var tool = now.GetValueOrDefault(name);
            var change = tool is null ? ToolChange.Gone
                : known is null ? ToolChange.New
                : known == tool.Pin ? ToolChange.None : ToolChange.Changed;
            yield return new(name, change, tool?.Description ?? "", tool?.Schema.GetRawText() ?? "", Hashes(known), Hashes(tool?.Pin));
        }
    }

    private static (string Description, string Schema)? Hashes(ToolPin? pin) => pin is null ? null : (pin.Description, pin.Schema);
}
