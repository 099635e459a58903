namespace AIWhisperer.Core.Providers.Resilience;

/// <summary>A clock for what measures with the time of day: setting the machine's clock neither opens nor closes a circuit.</summary>
internal sealed class SteadyClock(TimeProvider inner) : TimeProvider
{
    private readonly DateTimeOffset _start = inner.GetUtcNow();
    private readonly long _startedAt = inner.GetTimestamp();

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _start + inner.GetElapsedTime(_startedAt);

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);
}
