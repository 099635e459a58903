using System.Collections.Immutable;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Tools;

/// <summary>Finds the tools that a selection means. Thread-safe.</summary>
/// <param name="catalog">The server's own tools.</param>
/// <param name="servers">Where further tools come from.</param>
public sealed class ToolGrants(ToolCatalog catalog, IToolServers servers)
{
    /// <summary>What a selection grants in a session, asking the servers that it names. Never throws for what they do.</summary>
    /// <param name="selection">An agent's selection.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="clientTools">What the session's clients offer.</param>
    /// <param name="cancellationToken">Gives the waiting up.</param>
    public async Task<GrantedTools> GrantAsync(
        ToolSelection selection, string sessionId, IReadOnlyList<Tool> clientTools, CancellationToken cancellationToken)
    {
        var statuses = await Task.WhenAll(selection.Servers.Select(id => servers.ConnectAsync(id, sessionId, cancellationToken)));
        return Grant(selection, statuses, clientTools);
    }

    /// <summary>The same as far as it is known without asking a server or a client.</summary>
    public GrantedTools Preview(ToolSelection selection)
    {
        var known = servers.Servers.ToDictionary(server => server.Id, StringComparer.Ordinal);
        return Grant(selection, [.. selection.Servers.Select(known.GetValueOrDefault).OfType<ToolServerStatus>()], []);
    }

    private GrantedTools Grant(ToolSelection selection, IReadOnlyList<ToolServerStatus> statuses, IReadOnlyList<Tool> clientTools)
    {
        var granted = ImmutableSortedDictionary.CreateBuilder<string, GrantedTool>(StringComparer.Ordinal);
        foreach (var name in selection.Allowed)
        {
            Add(catalog.Find(name), "allow_tools");
        }

        foreach (var status in statuses)
        {
            foreach (var tool in status.Tools)
            {
                Add(tool, $"mcp_servers: {status.Id}");
            }
        }

        foreach (var tool in selection.ClientTools ? clientTools : [])
        {
            Add(tool, "client_tools");
        }

        return new GrantedTools(granted.ToImmutable(), [.. statuses.Where(status => status.Reason is not null)]);

        void Add(Tool? tool, string because)
        {
            if (tool is not null && !selection.Denied.Contains(tool.Name))
            {
                granted.TryAdd(tool.Name, new GrantedTool(tool, because));
            }
        }
    }
}
