using System.Diagnostics.CodeAnalysis;
using AIWhisperer.Core.Loops;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Sessions;

/// <summary>
/// Starts and stops what sessions need: the store is made ready and unfinished turns are put right before the first request, and sessions
/// are drained before anything else stops.
/// </summary>
internal sealed partial class SessionLifetime(
    ISessionStore store,
    SessionDirectory directory,
    SessionCache cache,
    AILoopManager loops,
    SessionDrain drain,
    AcceptedMessageSweep acceptedMessages,
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

    public Task StoppingAsync(CancellationToken cancellationToken) => drain.DrainAsync(cancellationToken);

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

    [SuppressMessage("Design", "CA1031", Justification = "What a timer's callback throws ends the process.")]
    private void Sweep()
    {
        try
        {
            if (loops.EvictIdle() is > 0 and var evicted)
            {
                LogEvicted(evicted);
            }

            cache.Sweep(sessionOptions.Value.KeepInMemory);
            acceptedMessages.Begin();
        }
        catch (Exception exception)
        {
            LogNotSwept(exception);
        }
    }

    [LoggerMessage(LogLevel.Information, "Recovered {Count} sessions with unfinished turns")]
    private partial void LogRecovered(int count);

    [LoggerMessage(LogLevel.Error, "Session {SessionId} could not be recovered; it is tried again when it is used")]
    private partial void LogNotRecovered(Exception exception, string sessionId);

    [LoggerMessage(LogLevel.Error, "Idle loops and sessions could not be released; it is tried again")]
    private partial void LogNotSwept(Exception exception);

    [LoggerMessage(LogLevel.Information, "Released {Count} idle loops")]
    private partial void LogEvicted(int count);
}
