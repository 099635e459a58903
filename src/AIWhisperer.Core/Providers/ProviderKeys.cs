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
    ];
}
