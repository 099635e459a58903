using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace AIWhisperer.TestHarness.Faults;

/// <summary>
/// A TCP proxy on a loopback port that breaks connections as the test plans: delays, cuts, holds, splits, drops replies, and puts frames
/// into event streams. Stands between a client and the server, or between the server and its upstream. Thread-safe.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<ProxiedConnection> _connections = new();
    private readonly Channel<ProxiedConnection> _arrivals = Channel.CreateUnbounded<ProxiedConnection>();
    private readonly Task _accepting;

    private FaultProxy(Uri target)
    {
        Target = target;
        _listener.Start(1_024);
        _accepting = AcceptAsync();
    }

    /// <summary>Where connections made from now on lead to; a server that starts again has another port.</summary>
    public Uri Target { get; set; }

    /// <summary>The target as it is reached through the proxy.</summary>
    public Uri Address => new UriBuilder(Target) { Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;

    /// <summary>Gives the faults of each connection by its number, from zero. Default: none.</summary>
    public Func<int, FaultPlan> Plan { get; set; } = _ => FaultPlan.None;

    /// <summary>All connections so far, oldest first.</summary>
    public IReadOnlyList<ProxiedConnection> Connections => [.. _connections];

    /// <summary>Starts a proxy on a free port.</summary>
    public static FaultProxy Start(Uri target) => new(target);

    /// <summary>The oldest connection not yet returned here; waits for one.</summary>
    public async Task<ProxiedConnection> NextConnectionAsync(CancellationToken cancellationToken) =>
        await _arrivals.Reader.ReadAsync(cancellationToken);

    /// <summary>Cuts every connection there is.</summary>
    public void CutAll(CutKind kind)
    {
        foreach (var connection in _connections.Where(connection => !connection.Ended.IsCompleted))
        {
            connection.Cut(kind);
        }
    }

    /// <summary>Cuts every connection and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        CutAll(CutKind.Reset);
        await Task.WhenAll(_connections.Select(connection => connection.Ended));
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                var client = await _listener.AcceptSocketAsync(_stopping.Token);
                await ConnectAsync(client);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                if (_stopping.IsCancellationRequested)
                {
                    return;
                }
            }
        }
    }

    /// <summary>A target that cannot be reached costs the client its connection, as it would without a proxy.</summary>
    private async Task ConnectAsync(Socket client)
    {
        var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, Target.Port, _stopping.Token);
        }
        catch
        {
            client.Close(0);
            server.Dispose();
            throw;
        }

        client.NoDelay = server.NoDelay = true;
        var number = _connections.Count;
        var connection = new ProxiedConnection(number, client, server, Plan(number));
        _connections.Enqueue(connection);
        _arrivals.Writer.TryWrite(connection);
    }
}
