using System.Collections.Immutable;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Providers;

/// <summary>The keys of the mapping <c>wire</c>, in <c>providers.yaml</c> and in <c>models.yaml</c>.</summary>
internal static class WireKeys
{
    public static ImmutableArray<SettingKey> All { get; } =
    [
        new("key_header"),
        new("token_limit_field"),
        new("seed_field"),
        new("effort_field"),
        new("unsupported"),
        new("reasoning_fields"),
        new("usage_fields"),
        new("cached_tokens_field"),
        new("reasoning_beside_output"),
        new("finish_reasons"),
    ];
}
