using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Providers;

/// <summary>
/// The facts that apply to one provider's models. Of several entries for a model, each fact is taken from the nearest one that gives it:
/// those of the preset before those of the kind, in each the exact name, then the name without its date, then patterns, longer ones
/// first. Immutable.
/// </summary>
internal sealed partial class ModelFactsList(ImmutableArray<ModelFactsEntry> ofPreset, ImmutableArray<ModelFactsEntry> ofKind)
{
    public static ModelFactsList Empty { get; } = new([], []);

    /// <summary>All entries, those of the preset first.</summary>
    public ImmutableArray<ModelFactsEntry> Entries => [.. ofPreset, .. ofKind];

    /// <summary>The entries of the preset, or of the kind where the preset has none: those of the kind are other vendors' models to it.</summary>
    public ImmutableArray<ModelFactsEntry> OwnEntries => ofPreset.IsEmpty ? ofKind : ofPreset;

    public ModelFacts Of(string? model)
    {
        if (model is null)
        {
            return ModelFacts.Unknown;
        }

        ModelFactsEntry[] entries = [.. Matching(ofPreset, model), .. Matching(ofKind, model)];
        return entries.Length == 0
            ? ModelFacts.Unknown
            : new()
            {
                ContextWindow = First(entries, entry => entry.ContextWindow),
                MaxOutputTokens = First(entries, entry => entry.MaxOutputTokens),
                Price = entries.Select(entry => entry.Price).FirstOrDefault(price => price is not null),
                Unsupported = First(entries, entry => entry.Unsupported) ?? [],
                TokenLimitField = entries.Select(entry => entry.TokenLimitField).FirstOrDefault(field => field is not null),
            };
    }

    private static T? First<T>(ModelFactsEntry[] entries, Func<ModelFactsEntry, T?> fact)
        where T : struct =>
        entries.Select(fact).FirstOrDefault(value => value is not null);

    private static IEnumerable<ModelFactsEntry> Matching(ImmutableArray<ModelFactsEntry> entries, string model)
    {
        string undated = DatePattern().Replace(model, "");
        return entries
            .Select(entry => (Entry: entry, Nearness: Nearness(entry.Name, model, undated)))
            .Where(candidate => candidate.Nearness > 0)
            .OrderByDescending(candidate => candidate.Nearness)
            .Select(candidate => candidate.Entry);
    }

    private static int Nearness(string name, string model, string undated) =>
        name == model ? int.MaxValue
        : name == undated ? int.MaxValue - 1
        : StarPattern.Fits(name, model) ? name.Length
        : 0;

    // Providers name the version of a day by the model's name and the day.
    [GeneratedRegex(@"-(\d{4}-\d{2}-\d{2}|\d{8})\z", RegexOptions.CultureInvariant)]
    private static partial Regex DatePattern();
}
