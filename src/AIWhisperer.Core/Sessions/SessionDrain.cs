using System.Diagnostics.CodeAnalysis;
using AIWhisperer.Core.Loops;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Sessions;

/// <summary>
/// Brings all sessions to rest before the server stops. No turn is taken any more, those who follow a session are told, running turns
/// have their grace and are then interrupted, and last of all streams end, so that they deliver how the turns ended. A host that stops
/// drains before anything else does. Thread-safe singleton.
/// </summary>
public sealed partial class SessionDrain : IDisposable
{
    /// <summary>How long the store may take for the endings of interrupted turns, and clients to read to the end of their streams.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _urge = new();
    private readonly SessionCache _cache;
    private readonly AILoopManager _loops;
    private readonly TimeSpan _grace;
    private readonly TimeProvider _clock;
    private readonly ILogger<SessionDrain> _logger;
    private int _calls;

    internal SessionDrain(
        SessionCache cache, AILoopManager loops, IOptions<AILoopOptions> options, TimeProvider clock, ILogger<SessionDrain> logger)
    {
        _cache = cache;
        _loops = loops;
        _grace = options.Value.ShutdownGrace;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Ends the grace of running turns: they are interrupted now. Changes nothing before a drain has begun but its grace.</summary>
    public void Urge() => _urge.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _urge.Dispose();

    /// <summary>Drains at the first call; later ones wait for it. Completes when every stream has ended, or is given up.</summary>
    /// <param name="urgeToken">Of the first call: urges when it is cancelled.</param>
    public async Task DrainAsync(CancellationToken urgeToken)
    {
        if (Interlocked.Increment(ref _calls) > 1)
        {
            await _done.Task;
            return;
        }

        using var limit = new CancellationTokenSource(_grace, _clock);
        using var grace = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _urge.Token, urgeToken);
        _loops.Close();
        LogStopping(_grace);
        try
        {
            await RestAsync(grace.Token);
            await WaitPatientlyAsync(_cache.EndStreamsAsync());
        }
        finally
        {
            _done.SetResult();
        }
    }

    private async Task RestAsync(CancellationToken graceToken)
    {
        // In the log, too, the word comes before the endings.
        List<Task> told = [.. _cache.Sessions.Where(session => session.HasSubscribers).Select(TellAsync)];
        var turns = _loops.DrainAsync(graceToken);
        var resting = Task.WhenAll([turns, .. told]);
        await resting.WaitAsync(graceToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await WaitPatientlyAsync(resting);
        if (!turns.IsCompletedSuccessfully)
        {
            LogNotAtRest(turns.Exception);
        }
    }

    private async Task WaitPatientlyAsync(Task task) =>
        await task.WaitAsync(s_patience, _clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    [SuppressMessage("Design", "CA1031", Justification = "A session that cannot be told is drained all the same.")]
    private async Task TellAsync(Session session)
    {
        try
        {
            await session.AppendAsync(new ServerDraining((long)_grace.TotalMilliseconds));
        }
        catch (Exception exception)
        {
            LogNotTold(exception, session.Id);
        }
    }

    [LoggerMessage(LogLevel.Information, "Stopping: no more turns are taken, and running ones may go on for {Grace}")]
    private partial void LogStopping(TimeSpan grace);

    [LoggerMessage(LogLevel.Error, "Some turns did not end in time; the next start interrupts them")]
    private partial void LogNotAtRest(Exception? exception);

    [LoggerMessage(LogLevel.Warning, "Those who follow session {SessionId} could not be told that the server stops")]
    private partial void LogNotTold(Exception exception, string sessionId);
}
