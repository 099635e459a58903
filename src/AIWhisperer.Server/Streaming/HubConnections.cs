using System.Collections.Concurrent;
using AIWhisperer.Core.Sessions;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Connections.Features;
using Microsoft.AspNetCore.SignalR;

namespace AIWhisperer.Server.Streaming;

/// <summary>
/// Closes the hub's connections when the server stops, once sessions are drained: each sends what is written to it first. SignalR itself,
/// when it sees the application stopping, drops what a connection has not sent yet. A client may reconnect. Thread-safe.
/// </summary>
internal sealed class HubConnections(SessionDrain drain, TimeProvider clock) : IHubFilter, IHostedLifecycleService
{
    /// <summary>How long clients may take to read what was written to them.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>Open connections, each with the end of the request that carries it.</summary>
    private readonly ConcurrentDictionary<HubCallerContext, Task> _open = new();

    public Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        // A client that polls has a request for each answer: there is none whose end says that all was sent.
        var connection = context.Context;
        if (connection.Features.Get<IHttpTransportFeature>()?.TransportType != HttpTransportType.LongPolling)
        {
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _open[connection] = ended.Task;
            connection.GetHttpContext()!.Response.OnCompleted(() =>
            {
                _open.TryRemove(connection, out _);
                ended.SetResult();
                return Task.CompletedTask;
            });
        }

        return next(context);
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await drain.DrainAsync(cancellationToken);
        var open = _open.ToArray();
        foreach (var (connection, _) in open)
        {
            connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        }

        await Task.WhenAll(open.Select(connection => connection.Value))
            .WaitAsync(s_patience, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
