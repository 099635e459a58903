using System.Collections.Immutable;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Providers;

/// <summary>The keys of <c>providers.yaml</c>. What is listed here is read, and the JSON Schema lists the same.</summary>
internal static class ProviderKeys
{
    public static ImmutableArray<SettingKey> File { get; } = [new("default_provider", HasDefault: true), new("providers")];

    public static ImmutableArray<SettingKey> Provider { get; } =
    [
        new("kind"),
        new("preset"),
        new("base_url"),
        new("api_key"),
        new("models"),
        new("wire"),
        new("words_per_second", HasDefault: true),
        new("resilience", HasDefault: true),
        new("limits", HasDefault: true),
    ];

    public static ImmutableArray<SettingKey> Resilience { get; } =
    [
        new("max_attempts", HasDefault: true),
        new("retry_delay", HasDefault: true),
        new("longest_retry_after", HasDefault: true),
        new("first_token_timeout", HasDefault: true),
        new("silence_timeout", HasDefault: true),
        new("breaker_failure_ratio", HasDefault: true),
        new("breaker_minimum_calls", HasDefault: true),
        new("breaker_window", HasDefault: true),
        new("breaker_open_for", HasDefault: true),
    ];
}
