using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Providers;

/// <summary>Reads a model-facts table: the built-in one, or <c>models.yaml</c>. An entry with a problem is left out.</summary>
internal static partial class ModelTableReader
{
    public const string FileName = "models.yaml";

    private const int MostTokens = 1_000_000_000;
    private const int MostDollars = 1_000_000;
    private const int LongestModel = 200;

    public static (ModelTable Table, ImmutableArray<ConfigurationProblem> Problems) Read(FileText content)
    {
        ProblemList problems = new(FileName);
        var presets = ImmutableSortedDictionary.Create<string, ProviderPreset>(StringComparer.Ordinal);
        var models = ImmutableSortedDictionary.Create<string, ImmutableSortedDictionary<string, ModelFactsEntry>>(StringComparer.Ordinal);
        if (content.Text is not { } text)
        {
            problems.Add(1, 1, "", content.Fault, content.Remedy);
        }
        else if (YamlText.Read(text, problems) is { } root)
        {
            MappingReader file = new(root, "", ModelKeys.File, problems);
            presets = presets.AddRange(Entries(file, "presets", problems)
                .Select(entry => ReadPreset(entry.Key.Value, entry.Value, $"presets.{ShownText.Of(entry.Key.Value)}", problems))
                .OfType<ProviderPreset>()
                .Select(preset => KeyValuePair.Create(preset.Id, preset)));
            models = models.AddRange(Entries(file, "models", problems)
                .Select(entry => KeyValuePair.Create(entry.Key.Value, ReadGroup(entry.Key.Value, entry.Value, problems))));
        }

        return (new(presets, models), problems.ToImmutable());
    }

    // The mappings below a key whose own keys are names; what is given twice counts once.
    private static IEnumerable<YamlEntry> Entries(MappingReader file, string key, ProblemList problems)
    {
        switch (file.Value(key))
        {
            case null:
                return [];
            case YamlMapping mapping:
                return Named(mapping, key, IdPattern(), "Use 1 to 64 lower-case letters, digits, _ and -, beginning with a letter.", problems);
            default:
                file.Report(key, $"`{key}` must hold keys and values.", "Indent a name below it, and its keys below that.");
                return [];
        }
    }

    private static IEnumerable<YamlEntry> Named(YamlMapping mapping, string path, Regex pattern, string remedy, ProblemList problems)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (YamlEntry entry in mapping.Entries)
        {
            string name = entry.Key.Value;
            if (!pattern.IsMatch(name))
            {
                problems.Add(entry.Key, $"{path}.{ShownText.Of(name)}", $"`{ShownText.Of(name)}` cannot be a name here.", remedy);
            }
            else if (!seen.Add(name))
            {
                problems.Add(
                    entry.Key, $"{path}.{ShownText.Of(name)}", $"`{ShownText.Of(name)}` is given twice; the first counts.", "Remove or rename one.");
            }
            else if (entry.Value is not YamlMapping)
            {
                problems.Add(entry.Value, $"{path}.{ShownText.Of(name)}", $"`{ShownText.Of(name)}` must hold keys and values.", "Indent them below it.");
            }
            else
            {
                yield return entry;
            }
        }
    }

    private static ProviderPreset? ReadPreset(string id, YamlNode values, string path, ProblemList fileProblems)
    {
        ProblemList problems = new(FileName);
        MappingReader preset = new((YamlMapping)values, path, ModelKeys.Preset, problems);
        if (preset.Value("kind") is null)
        {
            preset.Report("kind", "The preset has no kind.", "Add it, such as `kind: openai`.");
        }

        ProviderPreset read = new(
            id, preset.Text("kind", 64) ?? "", AddressReader.BaseUrl(preset), AddressReader.ApiKeyVariable(preset), WireReader.Read(preset, WireDialect.Shared));
        fileProblems.Add(problems);
        return problems.IsEmpty ? read : null;
    }

    private static ImmutableSortedDictionary<string, ModelFactsEntry> ReadGroup(string group, YamlNode values, ProblemList problems)
    {
        string path = $"models.{group}";
        return Named((YamlMapping)values, path, ModelPattern(), $"Use 1 to {LongestModel} characters without blanks.", problems)
            .Select(entry => ReadModel(group, entry, $"{path}.{ShownText.Of(entry.Key.Value)}", problems))
            .OfType<ModelFactsEntry>()
            .ToImmutableSortedDictionary(entry => entry.Name, entry => entry, StringComparer.Ordinal);
    }

    private static ModelFactsEntry? ReadModel(string group, YamlEntry entry, string path, ProblemList fileProblems)
    {
        ProblemList problems = new(FileName);
        MappingReader model = new((YamlMapping)entry.Value, path, ModelKeys.Model, problems);
        ModelFactsEntry read = new(group, entry.Key.Value)
        {
            ContextWindow = model.Integer("context_window", 1, MostTokens),
            MaxOutputTokens = model.Integer("max_output_tokens", 1, MostTokens),
            Price = ReadPrice(model),
            Unsupported = WireReader.Unsupported(model),
            TokenLimitField = WireReader.Field(model, "token_limit_field"),
        };
        fileProblems.Add(problems);
        return problems.IsEmpty ? read : null;
    }

    private static ModelPrice? ReadPrice(MappingReader model)
    {
        if (model.Mapping("price", ModelKeys.Price) is not { } price)
        {
            return null;
        }

        foreach (string needed in (string[])["input", "output"])
        {
            if (price.Value(needed) is null)
            {
                price.Report(needed, $"The price has no `{needed}`.", "Give it in US dollars for a million tokens.");
            }
        }

        double? input = price.Number("input", 0, MostDollars);
        double? cached = price.Number("cached_input", 0, MostDollars);
        double? output = price.Number("output", 0, MostDollars);
        return input is null || output is null ? null : new((decimal)input, (decimal)(cached ?? input), (decimal)output);
    }

    [GeneratedRegex(@"^[a-z][a-z0-9_-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"^[^\s\p{C}]{1,200}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ModelPattern();
}
