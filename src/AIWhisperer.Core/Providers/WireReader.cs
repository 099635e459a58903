using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Providers;

/// <summary>Reads the mapping <c>wire</c> of a provider or a preset.</summary>
internal static partial class WireReader
{
    private const int MostFields = 16;
    private const int MostWords = 50;
    private const int LongestField = 64;

    private static readonly string[] s_outcomes = ["stop", "length", "tool_calls", "content_filter", "error"];

    /// <summary>The basis with every key that is given put in its place.</summary>
    public static WireDialect Read(MappingReader owner, WireDialect basis)
    {
        if (owner.Mapping("wire", WireKeys.All) is not { } wire)
        {
            return basis;
        }

        return basis with
        {
            KeyHeader = Header(wire) ?? basis.KeyHeader,
            TokenLimitField = Field(wire, "token_limit_field") ?? basis.TokenLimitField,
            SeedField = Field(wire, "seed_field") ?? basis.SeedField,
            EffortField = Field(wire, "effort_field") ?? basis.EffortField,
            Unsupported = Unsupported(wire) ?? basis.Unsupported,
            ReasoningFields = Fields(wire, "reasoning_fields") ?? basis.ReasoningFields,
            UsageFields = Fields(wire, "usage_fields") ?? basis.UsageFields,
            CachedTokensField = Field(wire, "cached_tokens_field") ?? basis.CachedTokensField,
            ReasoningBesideOutput = wire.Flag("reasoning_beside_output") ?? basis.ReasoningBesideOutput,
            FinishReasons = FinishReasons(wire) ?? basis.FinishReasons,
        };
    }

    /// <summary>The list <c>unsupported</c> of a wire or a model; null when there is none.</summary>
    public static ImmutableArray<string>? Unsupported(MappingReader reader)
    {
        if (reader.Value("unsupported") is null)
        {
            return null;
        }

        ImmutableArray<YamlScalar> names = reader.List("unsupported", WireSettings.All.Length, LongestField);
        foreach (YamlScalar name in names.Where(name => !WireSettings.All.Contains(name.Value)))
        {
            reader.Report(
                "unsupported", $"There is no setting `{ShownText.Of(name.Value)}`.", NearestName.Remedy(name.Value, WireSettings.All, ""), name);
        }

        return [.. names.Select(name => name.Value)];
    }

    /// <summary>The name of a field on the wire, which may lead through objects; null when there is none.</summary>
    public static string? Field(MappingReader reader, string key) =>
        reader.Text(key, LongestField) is { } field ? Checked(reader, key, field, reader.Value(key)!) : null;

    private static ImmutableArray<string>? Fields(MappingReader wire, string key) =>
        wire.Value(key) is null
            ? null
            : [.. wire.List(key, MostFields, LongestField).Select(field => Checked(wire, key, field.Value, field)).OfType<string>()];

    private static string? Checked(MappingReader reader, string key, string field, YamlNode at)
    {
        if (FieldPattern().IsMatch(field))
        {
            return field;
        }

        reader.Report(key, $"`{ShownText.Of(field)}` cannot be a field.", "Use letters, digits and _, and one point at most to lead into an object.", at);
        return null;
    }

    private static string? Header(MappingReader wire)
    {
        if (wire.Text("key_header", LongestField) is not { } header)
        {
            return null;
        }

        if (HeaderPattern().IsMatch(header))
        {
            return header;
        }

        wire.Report("key_header", $"`{ShownText.Of(header)}` cannot be a header.", "Write such as `api-key`: letters, digits and -.");
        return null;
    }

    private static ImmutableSortedDictionary<string, string>? FinishReasons(MappingReader wire)
    {
        switch (wire.Value("finish_reasons"))
        {
            case null:
                return null;

            case YamlMapping words when words.Entries.Length <= MostWords:
                ImmutableArray<SettingKey> keys = [.. words.Entries.Select(entry => new SettingKey(entry.Key.Value)).Distinct()];
                MappingReader reader = wire.Mapping("finish_reasons", keys)!;
                return keys
                    .Select(key => (key.Name, Outcome: reader.Choice(key.Name, s_outcomes)))
                    .Where(word => word.Outcome is not null)
                    .ToImmutableSortedDictionary(word => word.Name, word => word.Outcome!, StringComparer.Ordinal);

            case var other:
                wire.Report(
                    "finish_reasons", $"`finish_reasons` must hold up to {MostWords} words and what each means.", "Write such as `eos: stop`.", other);
                return null;
        }
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex FieldPattern();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex HeaderPattern();
}
