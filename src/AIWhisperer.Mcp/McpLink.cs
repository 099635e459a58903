using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace AIWhisperer.Mcp;

/// <summary>
/// The way to one server, for all sessions or for one: makes its connection when it is asked for, makes it again when it is lost, and
/// not too often. Thread-safe.
/// </summary>
internal sealed partial class McpLink : IAsyncDisposable
{
    private const string Lost = "its connection was lost";

    private readonly McpConnector _connector;
    private readonly SemaphoreSlim _slots;
    private readonly ILogger _logger;
    private readonly RestartBudget _budget;
    private readonly CancellationTokenSource _stopped = new();
    private readonly Lock _gate = new();
    private Task<LinkState>? _connecting;
    private McpConnection? _connection;
    private Task _closed = Task.CompletedTask;
    private string? _fault;

    /// <param name="server">What it leads to.</param>
    /// <param name="connector">Makes its connections.</param>
    /// <param name="slots">Counts the connections of all links.</param>
    /// <param name="clock">For the waits between tries.</param>
    /// <param name="logger">Told of what becomes of connections.</param>
    public McpLink(McpServerDefinition server, McpConnector connector, SemaphoreSlim slots, TimeProvider clock, ILogger logger)
    {
        Server = server;
        _connector = connector;
        _slots = slots;
        _logger = logger;
        _budget = new(clock);
    }

    public McpServerDefinition Server { get; }

    /// <summary>How it stands now.</summary>
    public LinkState State
    {
        get
        {
            lock (_gate)
            {
                return State_NeedsLock();
            }
        }
    }

    /// <summary>
    /// A connection that lives and knows its server's tools, made if need be; whoever asks meanwhile waits for the same one. Throws nothing
    /// but the token's exception.
    /// </summary>
    /// <param name="cancellationToken">Gives the wait up, not the connecting.</param>
    public Task<LinkState> ConnectAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_connection is { IsEnded: false, IsListOld: false })
            {
                return Task.FromResult(new LinkState(_connection, null));
            }

            if (_connecting is null)
            {
                if (_stopped.IsCancellationRequested)
                {
                    return Task.FromResult(new LinkState(null, "it is not in use any more"));
                }

                if (_connection is not { IsEnded: false } && _budget.Wait() is not null)
                {
                    return Task.FromResult(State_NeedsLock());
                }

                _connecting = Task.Run(MakeAsync, CancellationToken.None);
            }

            return _connecting.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Ends the connection, and makes none any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        Task<LinkState>? connecting;
        lock (_gate)
        {
            connecting = _connecting;
        }

        if (connecting is not null)
        {
            await connecting;
        }

        McpConnection? connection;
        Task closed;
        lock (_gate)
        {
            (connection, closed) = (_connection, _closed);
        }

        if (connection is not null)
        {
            await connection.DisposeAsync();
        }

        await closed;
    }

    private LinkState State_NeedsLock()
    {
        if (_connection is { IsEnded: false })
        {
            return new(_connection, null);
        }

        return _fault is null
            ? LinkState.Idle
            : new(null, _budget.Wait() is { } wait
                ? string.Create(CultureInfo.InvariantCulture, $"{_fault}; it is tried again in {Math.Ceiling(wait.TotalSeconds)} s at the earliest")
                : $"{_fault}; it is tried again at the next turn")
            {
                Fault = _fault,
            };
    }

    [SuppressMessage("Design", "CA1031", Justification = "Many wait for what comes of this, and none of them made the fault.")]
    private async Task<LinkState> MakeAsync()
    {
        McpConnection? connection;
        Task closed;
        lock (_gate)
        {
            (connection, closed) = (_connection, _closed);
        }

        string fault;
        try
        {
            if (connection is { IsEnded: false })
            {
                await _connector.RefreshAsync(Server.Id, connection, _stopped.Token);
            }
            else
            {
                // Of the one before, nothing may be left; and that it was lost counts.
                await closed;
                lock (_gate)
                {
                    if (_budget.Wait() is not null)
                    {
                        _connecting = null;
                        return State_NeedsLock();
                    }
                }

                connection = await OpenAsync();
            }

            lock (_gate)
            {
                if (!connection.IsEnded)
                {
                    _connecting = null;
                    _fault = null;
                    return new(_connection = connection, null);
                }
            }

            fault = connection.Fault ?? Lost;
        }
        catch (McpConnectException exception)
        {
            fault = exception.Message;
        }
        catch (Exception exception)
        {
            LogDefect(Server.Id, exception);
            fault = "it cannot be used; the log shows why";
        }

        lock (_gate)
        {
            // Before it ends: the failure counts once.
            Fail_NeedsLock(fault);
        }

        if (connection is not null)
        {
            await connection.DisposeAsync();
        }

        lock (_gate)
        {
            _connecting = null;
            return State_NeedsLock();
        }
    }

    private async Task<McpConnection> OpenAsync()
    {
        if (!await _slots.WaitAsync(TimeSpan.Zero, CancellationToken.None))
        {
            throw new McpConnectException("the most MCP connections are in use (AIWhisperer:Mcp:MaxConnections)");
        }

        McpConnection connection;
        try
        {
            connection = await _connector.OpenAsync(Server, _stopped.Token);
        }
        catch
        {
            _slots.Release();
            throw;
        }

        LogConnected(Server.Id, connection.Tools.Length);
        lock (_gate)
        {
            _closed = WatchAsync(connection);
        }

        return connection;
    }

    private async Task WatchAsync(McpConnection connection)
    {
        await connection.Closed;
        _slots.Release();
        lock (_gate)
        {
            if (_connection == connection)
            {
                _connection = null;
                if (!_stopped.IsCancellationRequested)
                {
                    Fail_NeedsLock(connection.Fault ?? Lost);
                }
            }
        }
    }

    private void Fail_NeedsLock(string fault)
    {
        _connection = null;
        _fault = fault;
        _budget.Fail();
        if (!_stopped.IsCancellationRequested)
        {
            LogFailed(Server.Id, fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Connecting to the MCP server {Server} failed unexpectedly.")]
    private partial void LogDefect(string server, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Connected to the MCP server {Server}, which has {Tools} tools.")]
    private partial void LogConnected(string server, int tools);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The MCP server {Server} cannot be used: {Reason}.")]
    private partial void LogFailed(string server, string reason);
}
