namespace AIWhisperer.TestHarness;

/// <summary>A clock that stands still; its timers are real.</summary>
public sealed class FixedTimeProvider(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
