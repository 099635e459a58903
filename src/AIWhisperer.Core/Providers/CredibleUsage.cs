using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers;

/// <summary>
/// What a provider's count of tokens is worth: every conversation has tokens, and so has every answer; none is longer than what the model
/// can take or give. Null where there is no count, or one that cannot be.
/// </summary>
internal static class CredibleUsage
{
    /// <summary>No conversation is longer, whatever a provider says.</summary>
    private const long MostTokens = 20_000_000;

    /// <summary>Some providers count reasoning beside the limit that was asked for.</summary>
    private const long MostTimesTheLimit = 10;

    public static long? Input(UsageDetails? usage, ModelFacts facts) => Within(usage?.InputTokenCount, 1, facts.ContextWindow ?? MostTokens);

    public static long? Output(UsageDetails? usage, bool hasOutput, ModelFacts facts, ChatOptions? options) => Within(
        usage?.OutputTokenCount,
        hasOutput ? 1 : 0,
        facts.MaxOutputTokens ?? (options?.MaxOutputTokens is { } asked ? MostTimesTheLimit * asked : MostTokens));

    /// <summary>A part of what is credible.</summary>
    public static long Part(long? count, long? whole) => Within(count, 0, whole ?? 0) ?? 0;

    private static long? Within(long? count, long least, long most) => count is { } told && told >= least && told <= most ? told : null;
}
