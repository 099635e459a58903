namespace AIWhisperer.Core.Providers.Resilience;

/// <summary>
/// Cancels a call whose provider has been waited for too long. Counts only while the call waits for its provider: a reader that takes its
/// time costs the provider nothing. One timer a call; what is done for each update is to read the clock.
/// </summary>
internal sealed class SilenceWatch : IDisposable
{
    private const long NotWaiting = long.MinValue;

    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private readonly CancellationTokenRegistration _callerLeft;

    // Never disposed, as the timer may fire once more: without a timer of its own it holds nothing to release.
#pragma warning disable CA2213
    private readonly CancellationTokenSource _ending = new();
#pragma warning restore CA2213
    private long _waitsSince = NotWaiting;
    private long _limitTicks;
    private volatile bool _hasExpired;

    public SilenceWatch(TimeSpan limit, TimeProvider clock, CancellationToken cancellationToken)
    {
        _clock = clock;
        _limitTicks = limit.Ticks;
        _callerLeft = cancellationToken.UnsafeRegister(static ending => ((CancellationTokenSource)ending!).Cancel(), _ending);
        _timer = clock.CreateTimer(static watch => ((SilenceWatch)watch!).Look(), this, limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled when the provider was silent for too long, or the caller left.</summary>
    public CancellationToken Token => _ending.Token;

    public bool HasExpired => _hasExpired;

    public TimeSpan Limit => new(Volatile.Read(ref _limitTicks));

    /// <summary>From now on the provider is waited for.</summary>
    public void Begin() => Volatile.Write(ref _waitsSince, _clock.GetTimestamp());

    /// <summary>Something came.</summary>
    public void End() => Volatile.Write(ref _waitsSince, NotWaiting);

    /// <summary>Another limit holds from now on.</summary>
    public void Use(TimeSpan limit)
    {
        Volatile.Write(ref _limitTicks, limit.Ticks);
        _timer.Change(limit, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _timer.Dispose();
        _callerLeft.Dispose();
    }

    private void Look()
    {
        var since = Volatile.Read(ref _waitsSince);
        var left = since == NotWaiting ? Limit : Limit - _clock.GetElapsedTime(since);
        if (left > TimeSpan.Zero)
        {
            _timer.Change(left, Timeout.InfiniteTimeSpan);
            return;
        }

        _hasExpired = true;
        _ending.Cancel();
    }
}
