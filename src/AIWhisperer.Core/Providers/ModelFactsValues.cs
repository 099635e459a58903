using System.Globalization;

namespace AIWhisperer.Core.Providers;

/// <summary>Everything that an entry of the model-facts table consists of, for comparing and naming revisions.</summary>
internal static class ModelFactsValues
{
    public static IEnumerable<string?> Of(ModelFactsEntry entry) =>
    [
        entry.Group,
        entry.Name,
        entry.ContextWindow?.ToString(CultureInfo.InvariantCulture),
        entry.MaxOutputTokens?.ToString(CultureInfo.InvariantCulture),
        entry.Price is { } price ? string.Create(CultureInfo.InvariantCulture, $"{price.Input} {price.CachedInput} {price.Output}") : null,
        entry.Unsupported is { } names ? string.Join(' ', names) : null,
        entry.TokenLimitField,
    ];
}
