using System.Collections.Concurrent;
using System.Collections.Immutable;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Tools;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Mcp;

/// <summary>The links to MCP servers and their lifetimes: by server, and for servers with a connection for each session by session too.</summary>
internal sealed partial class McpServers : IToolServers, IAsyncDisposable
{
    private readonly McpCatalog _catalog;
    private readonly McpConnector _connector;
    private readonly ServerTools _tools;
    private readonly TimeProvider _clock;
    private readonly ILogger<McpServers> _logger;
    private readonly SemaphoreSlim _slots;
    private readonly Lock _gate = new();

    // Without a session: the link that all share.
    private readonly Dictionary<(string ServerId, string? SessionId), McpLink> _links = [];
    private readonly ConcurrentDictionary<string, string> _told = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, bool> _closing = [];
    private bool _isClosed;

    public McpServers(
        McpCatalog catalog, McpConnector connector, PinFile pins, IOptions<McpOptions> options, TimeProvider clock, ILogger<McpServers> logger)
    {
        _catalog = catalog;
        _connector = connector;
        _tools = new(pins);
        _clock = clock;
        _logger = logger;
        _slots = new(options.Value.MaxConnections);
        catalog.Changed += CloseOutdated;
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<ToolServerStatus> Servers
    {
        get
        {
            var current = _catalog.Current;
            return [.. current.DeclaredIds.Select(id => StatusOf(id, current))];
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ConfigurationProblem> Problems => _catalog.Current.Problems;

    /// <inheritdoc/>
    public void Reload() => _catalog.Reload();

    /// <inheritdoc/>
    public async Task<ToolServerStatus> ConnectAsync(string serverId, string sessionId, CancellationToken cancellationToken)
    {
        var current = _catalog.Current;
        if (FindFault(serverId, current) is { } fault)
        {
            return Told(fault);
        }

        if (FindOrAdd(current.Servers[serverId], sessionId) is not { } link)
        {
            return Off(serverId, ToolServerState.NotConnected, "the server is stopping");
        }

        var state = await link.ConnectAsync(cancellationToken);
        return Told(state.Connection is { } connection
            ? await _tools.OfAsync(link, connection.Tools, cancellationToken)
            : Off(serverId, ToolServerState.Failed, state.Reason!), state.Fault);
    }

    /// <inheritdoc/>
    public Task ReleaseSessionAsync(string sessionId) => CloseAsync(key => key.SessionId == sessionId);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _catalog.Changed -= CloseOutdated;
        lock (_gate)
        {
            _isClosed = true;
        }

        await CloseAsync(_ => true);
        await Task.WhenAll(_closing.Keys);
        _slots.Dispose();
    }

    private static ToolServerStatus Off(string serverId, ToolServerState state, string reason) =>
        new(serverId, state, $"The MCP server '{serverId}' is off: {reason}.", []);

    // What stands in the way before anything is connected.
    private ToolServerStatus? FindFault(string serverId, McpSnapshot current)
    {
        if (!current.Servers.TryGetValue(serverId, out var server))
        {
            return current.DeclaredIds.Contains(serverId)
                ? Off(serverId, ToolServerState.Invalid, "its entry in mcp.yaml has errors; mend them")
                : Off(serverId, ToolServerState.Invalid, "mcp.yaml declares none of that name");
        }

        if (!server.Enabled)
        {
            return Off(serverId, ToolServerState.NotConnected, "mcp.yaml says `enabled: false`");
        }

        return _connector.MissingVariables(server) is { Count: > 0 } missing
            ? Off(serverId, ToolServerState.Failed, $"set {string.Join(", ", missing)} in the server's environment and restart it")
            : _tools.FindFault(server) is { } fault ? Off(serverId, ToolServerState.Failed, fault) : null;
    }

    private ToolServerStatus StatusOf(string serverId, McpSnapshot current)
    {
        if (FindFault(serverId, current) is { } fault)
        {
            return fault;
        }

        List<McpLink> links;
        lock (_gate)
        {
            links = [.. _links.Where(link => link.Key.ServerId == serverId).Select(link => link.Value)];
        }

        var states = links.ConvertAll(link => (Link: link, link.State));
        return states.Find(one => one.State.Connection is not null) is ({ } link, { Connection: { } connection })
            ? _tools.Of(link, connection.Tools)
            : states.Find(one => one.State.Reason is not null).State is { Reason: { } reason }
                ? Off(serverId, ToolServerState.Failed, reason)
                : new(serverId, ToolServerState.NotConnected, null, []);
    }

    private McpLink? FindOrAdd(McpServerDefinition server, string sessionId)
    {
        var key = (server.Id, server.Scope == ServerScope.Session ? sessionId : null);
        lock (_gate)
        {
            if (_isClosed)
            {
                return null;
            }

            if (_links.TryGetValue(key, out var known))
            {
                if (ReferenceEquals(known.Server, server))
                {
                    return known;
                }

                // The reload that changed it has not come so far yet.
                _ = CloseNeedingLockAsync(key, known);
            }

            return _links[key] = new(server, _connector, _slots, _clock, _logger);
        }
    }

    private void CloseOutdated()
    {
        var servers = _catalog.Current.Servers;
        lock (_gate)
        {
            foreach (var (key, link) in _links.Where(link => !ReferenceEquals(servers.GetValueOrDefault(link.Key.ServerId), link.Value.Server)).ToList())
            {
                _ = CloseNeedingLockAsync(key, link);
            }
        }
    }

    private async Task CloseAsync(Func<(string ServerId, string? SessionId), bool> isMeant)
    {
        List<Task> closings;
        lock (_gate)
        {
            closings = [.. _links.Where(link => isMeant(link.Key)).ToList().Select(link => CloseNeedingLockAsync(link.Key, link.Value))];
        }

        await Task.WhenAll(closings);
    }

    private Task CloseNeedingLockAsync((string ServerId, string? SessionId) key, McpLink link)
    {
        _links.Remove(key);
        var closing = Task.Run(() => link.DisposeAsync().AsTask());
        _closing.TryAdd(closing, true);
        _ = closing.ContinueWith(ended => _closing.TryRemove(ended, out _), TaskScheduler.Default);
        return closing;
    }

    // A server that is off is told of once, not at each turn.
    private ToolServerStatus Told(ToolServerStatus status, string? fault = null)
    {
        var reason = fault ?? status.Reason ?? "";
        if (status.State is not ToolServerState.NotConnected
            && (!_told.TryGetValue(status.Id, out var before) ? reason.Length > 0 : before != reason))
        {
            _told[status.Id] = reason;
            if (reason.Length > 0)
            {
                LogOff(status.Reason!);
            }
        }

        return status;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Reason}")]
    private partial void LogOff(string reason);
}
