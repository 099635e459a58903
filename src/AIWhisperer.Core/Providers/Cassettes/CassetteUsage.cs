using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers.Cassettes;

/// <summary>The tokens of a call as the provider told them; null means not told.</summary>
internal sealed record CassetteUsage(
    long? InputTokens = null,
    long? OutputTokens = null,
    long? TotalTokens = null,
    long? CachedInputTokens = null,
    long? ReasoningTokens = null,
    IReadOnlyDictionary<string, long>? Others = null)
{
    public static CassetteUsage Of(UsageDetails details) => new(
        details.InputTokenCount,
        details.OutputTokenCount,
        details.TotalTokenCount,
        details.CachedInputTokenCount,
        details.ReasoningTokenCount,
        details.AdditionalCounts is { Count: > 0 } others ? others : null);

    public UsageDetails ToDetails() => new()
    {
        InputTokenCount = InputTokens,
        OutputTokenCount = OutputTokens,
        TotalTokenCount = TotalTokens,
        CachedInputTokenCount = CachedInputTokens,
        ReasoningTokenCount = ReasoningTokens,
        AdditionalCounts = Others is null ? null : new AdditionalPropertiesDictionary<long>(Others),
    };
}
