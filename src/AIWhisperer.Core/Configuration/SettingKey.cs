using System.Collections.Immutable;

namespace AIWhisperer.Core.Configuration;

/// <summary>A key that a mapping may hold.</summary>
/// <param name="Name">Its spelling in YAML.</param>
/// <param name="HasDefault">Whether a default serves when its value is wrong; else a wrong value spoils the whole entry.</param>
internal sealed record SettingKey(string Name, bool HasDefault = false)
{
    /// <summary>Other words that people write for it, for the remedy.</summary>
    public ImmutableArray<string> Misnomers { get; init; } = [];
}
