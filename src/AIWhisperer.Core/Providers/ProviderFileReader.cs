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

    public ProviderFileReading Read(FileText content)
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
            providers = [.. ReadProviders(mapping, problems)];
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

    private static Uri? ReadBaseUrl(MappingReader provider, IProviderKind? kind)
    {
        if (kind is { Name: OfflineKind })
        {
            RefuseOffline(provider, "base_url");
            return null;
        }

        if (provider.Text("base_url", 2_000) is not { } text)
        {
            if (provider.Value("base_url") is null && kind is { NeedsBaseUrl: true })
            {
                provider.Report("base_url", $"The kind `{kind.Name}` needs `base_url`.", "Add it, such as `base_url: https://api.openai.com/v1`.");
            }

            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
        {
            provider.Report("base_url", "`base_url` must be an absolute http or https address.", "Write such as `https://api.openai.com/v1`.");
            return null;
        }

        if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            provider.Report(
                "base_url", "`base_url` must hold no user, password, query or fragment.",
                "Keep host and path only; a key goes into the environment and is named by `api_key: ${NAME}`.");
            return null;
        }

        return url;
    }

    private static string? ReadApiKeyVariable(MappingReader provider, IProviderKind? kind)
    {
        if (kind is { Name: OfflineKind })
        {
            RefuseOffline(provider, "api_key");
            return null;
        }

        if (provider.Text("api_key", int.MaxValue) is not { } text)
        {
            return null;
        }

        if (VariablePattern().Match(text) is { Success: true } match)
        {
            return match.Groups[1].Value;
        }

        provider.Report(
            "api_key", "`api_key` must name an environment variable; a key itself must not stand in a file.",
            "Write such as `api_key: ${OPENAI_API_KEY}`. If a key stood here, revoke it.");
        return null;
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

    private IEnumerable<ProviderReading> ReadProviders(YamlMapping mapping, ProblemList problems)
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
                yield return ReadProvider(id, values, path, problems);
            }
            else
            {
                problems.Add(entry.Value, path, "A provider must hold keys and values.", "Indent its keys, such as `kind:`, below it.");
                yield return new(id, null, IsClean: false);
            }
        }
    }

    private ProviderReading ReadProvider(string id, YamlMapping values, string path, ProblemList fileProblems)
    {
        ProblemList problems = new(FileName);
        MappingReader provider = new(values, path, ProviderKeys.Provider, problems);
        IProviderKind? kind = ReadKind(provider);
        string? variable = ReadApiKeyVariable(provider, kind);
        ProviderDefinition definition = new()
        {
            Id = id,
            Kind = kind?.Name ?? "",
            BaseUrl = ReadBaseUrl(provider, kind),
            ApiKeyVariable = variable,
            ApiKey = variable is not null && environment(variable) is { Length: > 0 } key ? new(key) : null,
            Models = [.. provider.List("models", MostModels, LongestModel).Select(model => model.Value)],
            Resilience = ResilienceReader.Read(provider),
            Limits = CallLimitsReader.Read(provider),
        };
        definition = ReadWordsPerSecond(provider, kind) is { } pace ? definition with { WordsPerSecond = pace } : definition;
        fileProblems.Add(problems);
        return new(id, problems.HasBlocking ? null : definition, problems.IsEmpty);
    }

    private IProviderKind? ReadKind(MappingReader provider)
    {
        string[] known = [.. kinds.Keys];
        if (provider.Value("kind") is null)
        {
            provider.Report("kind", "The provider has no kind.", NearestName.Remedy("", known, "This server knows no kinds."));
            return null;
        }

        return provider.Choice("kind", known) is { } name ? kinds[name] : null;
    }

    [GeneratedRegex(@"^\$\{([A-Za-z_][A-Za-z0-9_]*)\}\z", RegexOptions.CultureInvariant)]
    private static partial Regex VariablePattern();

    [GeneratedRegex(@"^[a-z][a-z0-9_-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();
}
