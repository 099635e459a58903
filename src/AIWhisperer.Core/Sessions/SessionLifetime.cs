using System.Diagnostics.CodeAnalysis;
using AIWhisperer.Core.Loops;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Sessions;

/// <summary>
/// Starts and stops what sessions need: the store is made ready and unfinished turns are put right before the first request; at the end
/// loops are drained first and streams ended after, so that those who follow a session see how its turns ended.
/// </summary>
internal sealed partial class SessionLifetime(
    ISessionStore store,
    SessionDirectory directory,
    SessionCache cache,
    AILoopManager loops,
    AcceptedMessageSweep acceptedMessages,
    IOptions<AILoopOptions> loopOptions,
    IOptions<SessionOptions> sessionOptions,
    TimeProvider clock,
    ILogger<SessionLifetime> logger) : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan s_sweepEvery = TimeSpan.FromSeconds(15);

    private ITimer? _sweep;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await store.InitializeAsync(cancellationToken);
        var unfinished = await store.FindUnfinishedAsync(cancellationToken);
        await Parallel.ForEachAsync(
            unfinished,
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken },
            RecoverAsync);
        if (unfinished.Count > 0)
        {
            LogRecovered(unfinished.Count);
        }

        _sweep = clock.CreateTimer(_ => Sweep(), null, s_sweepEvery, s_sweepEvery);
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        using var grace = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        grace.CancelAfter(loopOptions.Value.ShutdownGrace);
        await loops.DrainAsync(grace.Token);
        foreach (var session in cache.Sessions)
        {
            session.EndStreams();
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _sweep?.Dispose();

    [SuppressMessage("Design", "CA1031", Justification = "One session that cannot be put right must not keep the others from starting.")]
    private async ValueTask RecoverAsync(string sessionId, CancellationToken cancellationToken)
    {
        try
        {
            await directory.LoadAsync(sessionId, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotRecovered(exception, sessionId);
        }
    }

    private void Sweep()
    {
        if (loops.EvictIdle() is > 0 and var evicted)
        {
            LogEvicted(evicted);
        }

        cache.Sweep(sessionOptions.Value.KeepInMemory);
        acceptedMessages.Begin();
    }

    [LoggerMessage(LogLevel.Information, "Recovered {Count} sessions with unfinished turns")]
    private partial void LogRecovered(int count);

    [LoggerMessage(LogLevel.Error, "Session {SessionId} could not be recovered; it is tried again when it is used")]
    private partial void LogNotRecovered(Exception exception, string sessionId);

    [LoggerMessage(LogLevel.Information, "Released {Count} idle loops")]
    private partial void LogEvicted(int count);
}
