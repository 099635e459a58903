using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Providers;

/// <summary>Reads a provider's mapping <c>resilience</c>. The ranges lie within those of the library that counts and waits.</summary>
internal static class ResilienceReader
{
    private const int SecondsAnHour = 3_600;

    public static ResilienceSettings Read(MappingReader provider)
    {
        ResilienceSettings defaults = new();
        return provider.Mapping("resilience", ProviderKeys.Resilience) is { } resilience
            ? new()
            {
                MaxAttempts = resilience.Integer("max_attempts", 1, 10) ?? defaults.MaxAttempts,
                RetryDelay = resilience.Seconds("retry_delay", 0, 60) ?? defaults.RetryDelay,
                LongestRetryAfter = resilience.Seconds("longest_retry_after", 0, SecondsAnHour) ?? defaults.LongestRetryAfter,
                FirstTokenTimeout = resilience.Seconds("first_token_timeout", 1, SecondsAnHour) ?? defaults.FirstTokenTimeout,
                SilenceTimeout = resilience.Seconds("silence_timeout", 1, SecondsAnHour) ?? defaults.SilenceTimeout,
                BreakerFailureRatio = resilience.Number("breaker_failure_ratio", 0.01, 1) ?? defaults.BreakerFailureRatio,
                BreakerMinimumCalls = resilience.Integer("breaker_minimum_calls", 2, 100_000) ?? defaults.BreakerMinimumCalls,
                BreakerWindow = resilience.Seconds("breaker_window", 1, SecondsAnHour) ?? defaults.BreakerWindow,
                BreakerOpenFor = resilience.Seconds("breaker_open_for", 1, SecondsAnHour) ?? defaults.BreakerOpenFor,
            }
            : defaults;
    }
}
