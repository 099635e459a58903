using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Tools;

/// <summary>Finds the tools that a selection means. Nothing but the selection counts: not who asks, not what was granted before. Thread-safe.</summary>
/// <param name="catalog">The server's own tools.</param>
/// <param name="sets">The tool sets.</param>
/// <param name="servers">Where further tools come from.</param>
public sealed class ToolGrants(ToolCatalog catalog, ToolSetCatalog sets, IToolServers servers)
{
    /// <summary>What a selection grants in a session, asking the servers that it names. Never throws for what they do.</summary>
    /// <param name="selection">An agent's selection.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="clientTools">What the session's clients offer.</param>
    /// <param name="cancellationToken">Gives the waiting up.</param>
    public async Task<GrantedTools> GrantAsync(
        ToolSelection selection, string sessionId, IReadOnlyList<Tool> clientTools, CancellationToken cancellationToken)
    {
        var resolution = Resolution();
        var statuses = await Task.WhenAll(
            resolution.Servers(selection).Select(id => servers.ConnectAsync(id, sessionId, cancellationToken)));
        return resolution.Resolve(selection, statuses, clientTools);
    }

    /// <summary>The same as far as it is known without asking a server or a client.</summary>
    public GrantedTools Preview(ToolSelection selection)
    {
        var resolution = Resolution();
        return resolution.Resolve(selection, ServersOf(selection, resolution), []);
    }

    /// <summary>The servers of which a selection means something, as they are now. Asks none of them.</summary>
    public IReadOnlyList<ToolServerStatus> ServersOf(ToolSelection selection) => ServersOf(selection, Resolution());

    /// <summary>What an agent's settings may name now.</summary>
    internal ToolReferences References()
    {
        var current = sets.Current;
        return KnownTools.Of(catalog, servers) with
        {
            Sets = [.. current.Sets.Keys],
            FaultySets = current.Faulty,
            Reach = selection =>
            {
                var resolution = Resolution();
                return new ToolReach([.. resolution.Resolve(selection, [], []).All.Keys], resolution.Servers(selection));
            },
        };
    }

    private IReadOnlyList<ToolServerStatus> ServersOf(ToolSelection selection, ToolResolution resolution)
    {
        var known = servers.Servers.ToDictionary(server => server.Id, StringComparer.Ordinal);
        return [.. resolution.Servers(selection).Select(known.GetValueOrDefault).OfType<ToolServerStatus>()];
    }

    private ToolResolution Resolution() => new(catalog, sets.Current.Sets, [.. servers.Servers.Select(server => server.Id)]);
}
