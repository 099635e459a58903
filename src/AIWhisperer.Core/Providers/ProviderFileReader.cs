using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Providers;

/// <summary>Reads <c>providers.yaml</c>. Keys come from the environment only: no message repeats a value that may be one.</summary>
internal sealed partial class ProviderFileReader(IReadOnlyDictionary<string, IProviderKind> kinds, EnvironmentReader environment)
{
    public const string FileName = "providers.yaml";

    private const int MostModels = 1_000;
    private const int LongestModel = 200;
    private const int MostWordsPerSecond = 10_000;

    /// <summary>The kind without a wire: it takes a pace, and neither an address nor a key.</summary>
    private const string OfflineKind = "offline";

    public ProviderFileReading Read(FileText content, ModelTable table)
    {
        ProblemList problems = new(FileName);
        if (content.Text is not { } text)
        {
            problems.Add(1, 1, "", content.Fault, content.Remedy);
            return new(IsReadable: false, null, [], problems.ToImmutable());
        }

        if (YamlText.Read(text, problems) is not { } root)
        {
            return new(IsReadable: false, null, [], problems.ToImmutable());
        }

        MappingReader file = new(root, "", ProviderKeys.File, problems);
        ImmutableArray<ProviderReading> providers = [];
        if (file.Value("providers") is YamlMapping mapping)
        {
            providers = [.. ReadProviders(mapping, table, problems)];
        }
        else
        {
            file.Report("providers", "There are no providers.", "Add `providers:` and below it, indented, a name with `kind:` for each.");
        }

        return new(IsReadable: true, ReadDefault(file, providers), providers, problems.ToImmutable());
    }

    private static string? ReadDefault(MappingReader file, ImmutableArray<ProviderReading> providers)
    {
        if (file.Text("default_provider", LongestModel) is not { } id)
        {
            return null;
        }

        if (providers.Any(provider => provider.Id == id))
        {
            return id;
        }

        file.Report(
            "default_provider", $"There is no provider `{ShownText.Of(id)}`.",
            NearestName.Remedy(id, [.. providers.Select(provider => provider.Id)], "Declare it below `providers:`."));
        return null;
    }

    private static Uri? ReadBaseUrl(MappingReader provider, ProviderPreset? preset, IProviderKind? kind)
    {
        if (kind is { Name: OfflineKind })
        {
            RefuseOffline(provider, "base_url");
            return null;
        }

        if (provider.Value("base_url") is not null)
        {
            return AddressReader.BaseUrl(provider);
        }

        if (preset?.BaseUrl is null && kind is { NeedsBaseUrl: true })
        {
            string subject = preset is null ? $"kind `{kind.Name}`" : $"preset `{preset.Id}`";
            provider.Report("base_url", $"The {subject} needs `base_url`.", "Add it, such as `base_url: https://api.openai.com/v1`.");
        }

        return preset?.BaseUrl;
    }

    private static string? ReadApiKeyVariable(MappingReader provider, ProviderPreset? preset, IProviderKind? kind)
    {
        if (kind is { Name: OfflineKind })
        {
            RefuseOffline(provider, "api_key");
            return null;
        }

        return provider.Value("api_key") is null ? preset?.ApiKeyVariable : AddressReader.ApiKeyVariable(provider);
    }

    private static WireDialect ReadWire(MappingReader provider, ProviderPreset? preset, IProviderKind? kind)
    {
        if (kind is { Name: OfflineKind })
        {
            RefuseOffline(provider, "wire");
            return WireDialect.Shared;
        }

        return WireReader.Read(provider, preset?.Wire ?? WireDialect.Shared);
    }

    private static void RefuseOffline(MappingReader provider, string key)
    {
        if (provider.Value(key) is not null)
        {
            provider.Report(key, $"`{key}` means nothing to the kind `{OfflineKind}`.", $"Remove `{key}`.");
        }
    }

    private static double? ReadWordsPerSecond(MappingReader provider, IProviderKind? kind)
    {
        if (kind is not null and not { Name: OfflineKind } && provider.Value("words_per_second") is not null)
        {
            provider.Report("words_per_second", $"`words_per_second` is for the kind `{OfflineKind}` only.", "Remove it.");
            return null;
        }

        return provider.Number("words_per_second", 0, MostWordsPerSecond);
    }

    private IEnumerable<ProviderReading> ReadProviders(YamlMapping mapping, ModelTable table, ProblemList problems)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (YamlEntry entry in mapping.Entries)
        {
            string id = entry.Key.Value;
            string path = $"providers.{ShownText.Of(id)}";
            if (!IdPattern().IsMatch(id))
            {
                problems.Add(
                    entry.Key, path, $"`{ShownText.Of(id)}` cannot be a provider's name.",
                    "Use 1 to 64 lower-case letters, digits, _ and -, beginning with a letter.");
            }
            else if (!seen.Add(id))
            {
                problems.Add(entry.Key, path, $"The provider `{id}` is declared twice; the first counts.", "Remove or rename one.");
            }
            else if (entry.Value is YamlMapping values)
            {
                yield return ReadProvider(id, values, table, path, problems);
            }
            else
            {
                problems.Add(entry.Value, path, "A provider must hold keys and values.", "Indent its keys, such as `preset:`, below it.");
                yield return new(id, null, IsClean: false);
            }
        }
    }

    private ProviderReading ReadProvider(string id, YamlMapping values, ModelTable table, string path, ProblemList fileProblems)
    {
        ProblemList problems = new(FileName);
        MappingReader provider = new(values, path, ProviderKeys.Provider, problems);
        ProviderPreset? preset = ReadPreset(provider, table);
        IProviderKind? kind = ReadKind(provider, preset);
        string? variable = ReadApiKeyVariable(provider, preset, kind);
        ProviderDefinition definition = new()
        {
            Id = id,
            Kind = kind?.Name ?? "",
            Preset = preset?.Id,
            BaseUrl = ReadBaseUrl(provider, preset, kind),
            ApiKeyVariable = variable,
            ApiKey = variable is not null && environment(variable) is { Length: > 0 } key ? new(key) : null,
            Models = [.. provider.List("models", MostModels, LongestModel).Select(model => model.Value)],
            Wire = ReadWire(provider, preset, kind),
            Facts = kind is null ? ModelFactsList.Empty : table.FactsFor(preset?.Id, kind.Name),
            Resilience = ResilienceReader.Read(provider),
            Limits = CallLimitsReader.Read(provider),
        };
        definition = ReadWordsPerSecond(provider, kind) is { } pace ? definition with { WordsPerSecond = pace } : definition;
        fileProblems.Add(problems);
        return new(id, problems.HasBlocking ? null : definition, problems.IsEmpty);
    }

    private static ProviderPreset? ReadPreset(MappingReader provider, ModelTable table) =>
        provider.Choice("preset", [.. table.Presets.Keys]) is { } id ? table.Presets[id] : null;

    private IProviderKind? ReadKind(MappingReader provider, ProviderPreset? preset)
    {
        string[] known = [.. kinds.Keys];
        if (provider.Value("kind") is not null)
        {
            return provider.Choice("kind", known) is { } name ? kinds[name] : null;
        }

        if (preset is not null)
        {
            if (kinds.TryGetValue(preset.Kind, out IProviderKind? kind))
            {
                return kind;
            }

            provider.Report(
                "preset", $"The preset `{preset.Id}` is of the kind `{ShownText.Of(preset.Kind)}`, which this server does not have.",
                NearestName.Remedy(preset.Kind, known, "This server knows no kinds."));
        }
        else if (provider.Value("preset") is null)
        {
            provider.Report(
                "kind", "The provider has neither kind nor preset.", "Add `preset:`, such as `preset: openai`, or `kind:` with the keys it needs.");
        }

        return null;
    }

    [GeneratedRegex(@"^[a-z][a-z0-9_-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();
}
