using System.Collections.Immutable;
using System.Globalization;

namespace AIWhisperer.Core.Configuration;

/// <summary>
/// Reads the values of one mapping by key and notes every unknown key, duplicate, wrong type and value out of range. A getter gives null
/// (or nothing) for a key that is absent or wrong. Not thread-safe.
/// </summary>
internal sealed class MappingReader
{
    private readonly Dictionary<string, YamlNode> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SettingKey> _keys;
    private readonly YamlMapping _mapping;
    private readonly string _path;
    private readonly ProblemList _problems;

    /// <summary>Notes unknown keys and duplicates at once.</summary>
    /// <param name="mapping">The mapping to read.</param>
    /// <param name="path">The path of keys that leads to it, for the problems.</param>
    /// <param name="keys">The keys it may hold.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public MappingReader(YamlMapping mapping, string path, ImmutableArray<SettingKey> keys, ProblemList problems)
    {
        _mapping = mapping;
        _path = path;
        _problems = problems;
        _keys = keys.ToDictionary(key => key.Name, StringComparer.Ordinal);
        foreach (YamlEntry entry in mapping.Entries)
        {
            string key = entry.Key.Value;
            if (!_keys.ContainsKey(key))
            {
                problems.Add(
                    entry.Key, PathOf(ShownText.Of(key)), $"There is no key `{ShownText.Of(key)}` here.", RemedyFor(key));
            }
            else if (!_values.TryAdd(key, entry.Value))
            {
                problems.Add(entry.Key, PathOf(key), $"`{key}` is given twice, first on line {_values[key].Line}.", "Keep one of them.");
            }
        }
    }

    /// <summary>Where the mapping stands.</summary>
    public YamlNode At => _mapping;

    /// <summary>The value as written, or null.</summary>
    public YamlNode? Value(string key) => _values.GetValueOrDefault(_keys[key].Name);

    public string PathOf(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    /// <summary>Notes that a key is missing or its value is wrong.</summary>
    public void Report(string key, string message, string remedy, YamlNode? at = null) =>
        _problems.Add(at ?? Value(key) ?? _mapping, PathOf(key), message, remedy, _keys[key].HasDefault);

    /// <summary>A text of 1 to <paramref name="longest"/> UTF-16 code units that is not blank.</summary>
    public string? Text(string key, int longest) => Value(key) is { } value ? TextOf(key, value, longest) : null;

    /// <summary>One of the names, or null.</summary>
    public string? Choice(string key, params IReadOnlyCollection<string> choices)
    {
        if (Text(key, int.MaxValue) is not { } text)
        {
            return null;
        }

        if (choices.Contains(text))
        {
            return text;
        }

        Report(key, $"`{ShownText.Of(text)}` is not a value of `{key}`.", NearestName.Remedy(text, choices, ""));
        return null;
    }

    public double? Number(string key, double least, double most)
    {
        if (Value(key) is not { } value)
        {
            return null;
        }

        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (value is YamlScalar { IsPlain: true } scalar && double.TryParse(scalar.Value, Style, CultureInfo.InvariantCulture, out double number)
            && number >= least && number <= most)
        {
            return number;
        }

        Report(key, $"`{key}` must be a number from {Invariant(least)} to {Invariant(most)}.", $"Give such a number, without quotes, or remove `{key}`.");
        return null;
    }

    public int? Integer(string key, int least, int most)
    {
        if (Value(key) is not { } value)
        {
            return null;
        }

        if (value is YamlScalar { IsPlain: true } scalar
            && int.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            && number >= least && number <= most)
        {
            return number;
        }

        Report(key, $"`{key}` must be a whole number from {least} to {most}.", $"Give such a number, without quotes, or remove `{key}`.");
        return null;
    }

    /// <summary>A time in seconds, fractions allowed.</summary>
    public TimeSpan? Seconds(string key, int least, int most) =>
        Number(key, least, most) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    public bool? Flag(string key)
    {
        switch (Value(key))
        {
            case null:
                return null;
            case YamlScalar { IsPlain: true, Value: "true" }:
                return true;
            case YamlScalar { IsPlain: true, Value: "false" }:
                return false;
            default:
                Report(key, $"`{key}` must be true or false.", $"Write `{key}: true` or `{key}: false`, without quotes.");
                return null;
        }
    }

    /// <summary>Texts with their places. Wrong items are noted and left out.</summary>
    public ImmutableArray<YamlScalar> List(string key, int mostItems, int longest)
    {
        switch (Value(key))
        {
            case null:
                return [];
            case YamlSequence sequence when sequence.Items.Length <= mostItems:
                return [.. sequence.Items.Where(item => TextOf(key, item, longest) is not null).Cast<YamlScalar>()];
            case YamlSequence:
                Report(key, $"`{key}` holds more than {mostItems} items.", "Remove some.");
                return [];
            default:
                Report(key, $"`{key}` must be a list.", $"Write `{key}: [one, two]`, or one item a line with a dash before it.");
                return [];
        }
    }

    /// <summary>A reader for a nested mapping, or null.</summary>
    public MappingReader? Mapping(string key, ImmutableArray<SettingKey> keys)
    {
        switch (Value(key))
        {
            case null:
                return null;
            case YamlMapping mapping:
                return new(mapping, PathOf(key), keys, _problems);
            default:
                Report(key, $"`{key}` must hold keys and values.", $"Indent its keys below it, or remove `{key}`.");
                return null;
        }
    }

    /// <summary>Readers for the mappings of a list. Items that are none are noted and left out.</summary>
    public ImmutableArray<MappingReader> Mappings(string key, int mostItems, ImmutableArray<SettingKey> keys)
    {
        if (Value(key) is not { } value)
        {
            return [];
        }

        if (value is not YamlSequence sequence)
        {
            Report(key, $"`{key}` must be a list.", "Write a dash before each item, one below the other.");
            return [];
        }

        if (sequence.Items.Length > mostItems)
        {
            Report(key, $"`{key}` holds more than {mostItems} items.", "Remove some.");
            return [];
        }

        var readers = ImmutableArray.CreateBuilder<MappingReader>();
        for (int i = 0; i < sequence.Items.Length; i++)
        {
            if (sequence.Items[i] is YamlMapping mapping)
            {
                readers.Add(new(mapping, $"{PathOf(key)}[{i}]", keys, _problems));
            }
            else
            {
                Report(key, $"An item of `{key}` must hold keys and values.", "Write `- { key: value }`.", sequence.Items[i]);
            }
        }

        return readers.DrainToImmutable();
    }

    /// <summary>Texts by names that are free. Wrong ones are noted and left out.</summary>
    public ImmutableArray<(YamlScalar Name, string Text)> Texts(string key, int mostItems, int longest)
    {
        switch (Value(key))
        {
            case null:
                return [];
            case YamlMapping mapping when mapping.Entries.Length <= mostItems:
                HashSet<string> names = new(StringComparer.Ordinal);
                var texts = ImmutableArray.CreateBuilder<(YamlScalar Name, string Text)>();
                foreach (YamlEntry entry in mapping.Entries)
                {
                    if (!names.Add(entry.Key.Value))
                    {
                        Report(key, $"`{ShownText.Of(entry.Key.Value)}` is given twice.", "Keep one of them.", entry.Key);
                    }
                    else if (TextOf(key, entry.Value, longest) is { } text)
                    {
                        texts.Add((entry.Key, text));
                    }
                }

                return texts.DrainToImmutable();
            case YamlMapping:
                Report(key, $"`{key}` holds more than {mostItems} items.", "Remove some.");
                return [];
            default:
                Report(key, $"`{key}` must hold names and texts.", $"Write `{key}: {{ name: text }}`.");
                return [];
        }
    }

    private static string Invariant(double number) => number.ToString(CultureInfo.InvariantCulture);

    private string RemedyFor(string key) =>
        _keys.Values.FirstOrDefault(known => known.Misnomers.Contains(key)) is { } meant
            ? $"Did you mean `{meant.Name}`?"
            : NearestName.Remedy(key, _keys.Keys, "");

    private string? TextOf(string key, YamlNode value, int longest)
    {
        if (value is not YamlScalar scalar)
        {
            Report(key, $"`{key}` must be a text.", "Write the text behind the colon; put it in quotes if it holds [, {, : or #.", value);
            return null;
        }

        if (scalar.IsNull || string.IsNullOrWhiteSpace(scalar.Value))
        {
            Report(key, $"`{key}` has no value.", "Give it one, or remove the key.", value);
            return null;
        }

        if (scalar.Value.Length > longest)
        {
            Report(key, $"`{key}` is longer than {longest} characters.", "Shorten it.", value);
            return null;
        }

        return scalar.Value;
    }
}
