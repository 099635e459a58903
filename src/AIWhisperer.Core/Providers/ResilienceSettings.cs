namespace AIWhisperer.Core.Providers;

/// <summary>How calls to one provider are tried again, timed and stopped; the YAML mapping <c>resilience</c>. Immutable.</summary>
public sealed record ResilienceSettings
{
    /// <summary>The most attempts of one call, the first one included, all before the first visible piece. Default 3.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>The middle of the random wait before the second attempt; it doubles for the next. Default 0.5 seconds.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest <c>Retry-After</c> that is waited for; a longer one fails the call at once. Default 20 seconds.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The longest silence before the first visible piece of an answer. Default 60 seconds.</summary>
    public TimeSpan FirstTokenTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest silence after the first piece. Default 45 seconds. A stream that moves has no limit in all.</summary>
    public TimeSpan SilenceTimeout { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>The share of failed calls at which the circuit opens, 0 to 1. Default 0.5.</summary>
    public double BreakerFailureRatio { get; init; } = 0.5;

    /// <summary>The fewest calls within <see cref="BreakerWindow"/> that can open the circuit. Default 10.</summary>
    public int BreakerMinimumCalls { get; init; } = 10;

    /// <summary>The time over which calls are counted. Default 30 seconds.</summary>
    public TimeSpan BreakerWindow { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an open circuit lets no call through; then one call probes. Default 30 seconds.</summary>
    public TimeSpan BreakerOpenFor { get; init; } = TimeSpan.FromSeconds(30);
}
