using System.Globalization;

namespace AIWhisperer.Core.Providers;

/// <summary>Everything that a wire consists of, for comparing and naming revisions.</summary>
internal static class WireValues
{
    public static IEnumerable<string?> Of(WireDialect wire) =>
    [
        wire.KeyHeader,
        wire.TokenLimitField,
        wire.SeedField,
        wire.EffortField,
        wire.CachedTokensField,
        wire.ReasoningBesideOutput ? "beside" : "within",
        .. Counted(wire.Unsupported),
        .. Counted(wire.ReasoningFields),
        .. Counted(wire.UsageFields),
        .. Counted([.. wire.FinishReasons.SelectMany(word => new[] { word.Key, word.Value })]),
    ];

    // The count keeps one list's last value from being taken for the next one's first.
    private static IEnumerable<string> Counted(IReadOnlyCollection<string> values) =>
        values.Prepend(values.Count.ToString(CultureInfo.InvariantCulture));
}
