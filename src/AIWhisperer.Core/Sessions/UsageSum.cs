using System.Text.Json.Serialization;

namespace AIWhisperer.Core.Sessions;

/// <summary>A sum of usage and, where it is a group's, the group. Rows of one report add up to its total. Immutable.</summary>
public sealed record UsageSum
{
    /// <summary>Nothing at all.</summary>
    public static UsageSum Zero { get; } = new();

    /// <summary>The UTC day on which the turns ended; null when days are not told apart.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>The session, which may be deleted by now; null when sessions are not told apart.</summary>
    public string? SessionId { get; init; }

    /// <summary>The agent; null when agents are not told apart.</summary>
    public string? AgentId { get; init; }

    /// <summary>The provider; null when providers are not told apart.</summary>
    public string? Provider { get; init; }

    /// <summary>The model's name at that provider; null when models are not told apart.</summary>
    public string? Model { get; init; }

    /// <summary>Turns that called a model, whatever way they ended; each is counted once, with the model that it ended with.</summary>
    public long Turns { get; init; }

    /// <summary>Calls of models, retries included.</summary>
    public long Calls { get; init; }

    /// <summary>Tokens sent.</summary>
    public long InputTokens { get; init; }

    /// <summary>Tokens written.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Of the input, read from the provider's cache.</summary>
    public long CachedInputTokens { get; init; }

    /// <summary>Of the output, reasoning.</summary>
    public long ReasoningTokens { get; init; }

    /// <summary>Of input and output, those of a turn at a model for which the server had to estimate some.</summary>
    public long EstimatedTokens { get; init; }

    /// <summary>Of input and output, those whose price was not known when the turn ended.</summary>
    public long UnpricedTokens { get; init; }

    /// <summary>What the tokens with a price cost, in US dollars.</summary>
    [JsonIgnore]
    public decimal PricedUsd { get; init; }

    /// <summary>
    /// What it cost, in US dollars; null when no token has a price. Where <see cref="UnpricedTokens"/> is above zero it is only what the
    /// others cost.
    /// </summary>
    public decimal? CostUsd => UnpricedTokens > 0 && UnpricedTokens >= InputTokens + OutputTokens ? null : PricedUsd;

    /// <summary>This sum with another's numbers added.</summary>
    public UsageSum Plus(UsageSum other) => this with
    {
        Turns = Turns + other.Turns,
        Calls = Calls + other.Calls,
        InputTokens = InputTokens + other.InputTokens,
        OutputTokens = OutputTokens + other.OutputTokens,
        CachedInputTokens = CachedInputTokens + other.CachedInputTokens,
        ReasoningTokens = ReasoningTokens + other.ReasoningTokens,
        EstimatedTokens = EstimatedTokens + other.EstimatedTokens,
        UnpricedTokens = UnpricedTokens + other.UnpricedTokens,
        PricedUsd = PricedUsd + other.PricedUsd,
    };
}
