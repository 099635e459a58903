using System.Collections.Immutable;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Providers;

/// <summary>The keys of <c>models.yaml</c>. What is listed here is read, and the JSON Schema lists the same.</summary>
internal static class ModelKeys
{
    public static ImmutableArray<SettingKey> File { get; } = [new("presets"), new("models")];

    public static ImmutableArray<SettingKey> Preset { get; } = [new("kind"), new("base_url"), new("api_key"), new("wire")];

    public static ImmutableArray<SettingKey> Model { get; } =
    [
        new("context_window"),
        new("max_output_tokens"),
        new("price"),
        new("unsupported"),
        new("token_limit_field"),
    ];

    public static ImmutableArray<SettingKey> Price { get; } = [new("input"), new("cached_input"), new("output")];
}
