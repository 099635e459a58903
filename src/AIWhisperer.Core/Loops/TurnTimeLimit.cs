namespace AIWhisperer.Core.Loops;

/// <summary>How long a turn may be at work; the time for which it stands still does not count. Thread-safe.</summary>
internal sealed class TurnTimeLimit : IAsyncDisposable
{
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private TimeSpan _left;
    private long _since;

    public TurnTimeLimit(TimeProvider clock, TimeSpan limit, Action reached)
    {
        _clock = clock;
        _left = limit;
        _since = clock.GetTimestamp();
        _timer = clock.CreateTimer(_ => reached(), null, limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Stops the clock, or lets it go on.</summary>
    public void StandStill(bool isStill)
    {
        lock (_gate)
        {
            if (isStill)
            {
                _left -= _clock.GetElapsedTime(_since);
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
            else
            {
                _since = _clock.GetTimestamp();
                _timer.Change(_left > TimeSpan.Zero ? _left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();
}
