using System.Collections.Immutable;

namespace AIWhisperer.Core.Providers;

/// <summary>The model-facts table: what presets stand for, and what is known of models. Immutable.</summary>
internal sealed class ModelTable(
    ImmutableSortedDictionary<string, ProviderPreset> presets,
    ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, ModelFactsEntry>> models)
{
    public ImmutableSortedDictionary<string, ProviderPreset> Presets => presets;

    /// <summary>The facts for providers of the preset and the kind.</summary>
    public ModelFactsList FactsFor(string? preset, string kind) =>
        new(preset is null || preset == kind ? [] : EntriesOf(preset), EntriesOf(kind));

    /// <summary>This table with the other's entries added and put in the place of those of the same name.</summary>
    public ModelTable With(ModelTable other) => new(
        presets.SetItems(other.Presets),
        models.SetItems(other.Models.Select(group => KeyValuePair.Create(
            group.Key, models.TryGetValue(group.Key, out var known) ? known.SetItems(group.Value) : group.Value))));

    private ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, ModelFactsEntry>> Models => models;

    private ImmutableArray<ModelFactsEntry> EntriesOf(string group) =>
        models.TryGetValue(group, out var entries) ? [.. entries.Values] : [];
}
