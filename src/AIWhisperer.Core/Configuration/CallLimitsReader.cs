using System.Collections.Immutable;

namespace AIWhisperer.Core.Configuration;

/// <summary>Reads the mapping <c>limits</c> of a provider or an agent.</summary>
internal static class CallLimitsReader
{
    private const int MostCalls = 100_000;

    public static ImmutableArray<SettingKey> Keys { get; } =
    [
        new("max_concurrent_calls", HasDefault: true),
        new("requests_per_minute", HasDefault: true),
        new("tokens_per_minute", HasDefault: true),
        new("max_waiting_calls", HasDefault: true),
        new("longest_wait", HasDefault: true),
    ];

    public static CallLimits Read(MappingReader owner) =>
        owner.Mapping("limits", Keys) is { } limits
            ? new()
            {
                MaxConcurrentCalls = limits.Integer("max_concurrent_calls", 1, MostCalls),
                RequestsPerMinute = limits.Integer("requests_per_minute", 1, 1_000_000),
                TokensPerMinute = limits.Integer("tokens_per_minute", 1, 1_000_000_000),
                MaxWaitingCalls = limits.Integer("max_waiting_calls", 0, MostCalls) ?? CallLimits.None.MaxWaitingCalls,
                LongestWait = limits.Seconds("longest_wait", 1, 3_600) ?? CallLimits.None.LongestWait,
            }
            : CallLimits.None;
}
