using System.Collections.Immutable;
using System.Globalization;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Providers;

/// <summary>Decides what is in service after a reading: good definitions replace, bad ones leave the last good ones in place.</summary>
internal static class ProviderSuccession
{
    public static ProviderSnapshot Next(ProviderSnapshot before, ProviderFileReading reading)
    {
        if (!reading.IsReadable)
        {
            return before with { Problems = reading.Problems };
        }

        ImmutableArray<ProviderDefinition> inOrder =
            [.. reading.Providers.Select(one => Next(before.Providers.GetValueOrDefault(one.Id), one)).OfType<ProviderDefinition>()];
        var providers = inOrder.ToImmutableSortedDictionary(provider => provider.Id, provider => provider, StringComparer.Ordinal);
        string?[] candidates = [reading.DefaultProviderId, before.DefaultProviderId, inOrder.FirstOrDefault()?.Id];
        string? defaultId = candidates.FirstOrDefault(id => id is not null && providers.ContainsKey(id));
        return new(Revision(defaultId, providers.Values), defaultId, providers, reading.Problems)
        {
            DeclaredIds = [.. reading.Providers.Select(provider => provider.Id)],
        };
    }

    private static ProviderDefinition? Next(ProviderDefinition? before, ProviderReading reading)
    {
        ProviderDefinition? chosen = reading.IsClean ? reading.Definition : before ?? reading.Definition;

        // Clients belong to the instance: an unchanged definition must stay the same one.
        return before is not null && chosen is not null && AreEqual(before, chosen) ? before : chosen;
    }

    private static bool AreEqual(ProviderDefinition one, ProviderDefinition other) =>
        Values(one).SequenceEqual(Values(other)) && one.ApiKey?.Reveal() == other.ApiKey?.Reveal();

    private static string Revision(string? defaultId, IEnumerable<ProviderDefinition> providers) =>
        ContentRevision.Of(providers.SelectMany(Values).Prepend(defaultId));

    private static IEnumerable<string?> Values(ProviderDefinition provider) =>
    [
        provider.Id,
        provider.Kind,
        provider.BaseUrl?.AbsoluteUri,
        provider.ApiKeyVariable,
        provider.WordsPerSecond.ToString("R", CultureInfo.InvariantCulture),
        provider.Models.Length.ToString(CultureInfo.InvariantCulture),
        .. provider.Models,
        provider.Preset,
        .. WireValues.Of(provider.Wire),
        .. provider.Facts.Entries.SelectMany(ModelFactsValues.Of),

        // Records that write out all their values.
        provider.Resilience.ToString(),
        provider.Limits.ToString(),
    ];
}
