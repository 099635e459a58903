namespace AIWhisperer.Core.Configuration;

/// <summary>How many model calls, and how large ones, a provider or an agent may have; the YAML mapping <c>limits</c>. Null means no limit.</summary>
public sealed record CallLimits
{
    /// <summary>No limits.</summary>
    public static CallLimits None { get; } = new();

    /// <summary>The most calls at once.</summary>
    public int? MaxConcurrentCalls { get; init; }

    /// <summary>The most calls begun in a minute.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>The most tokens, sent and received, in a minute.</summary>
    public int? TokensPerMinute { get; init; }

    /// <summary>The most calls that wait for their turn; one more fails at once. Default 1,000.</summary>
    public int MaxWaitingCalls { get; init; } = 1_000;

    /// <summary>How long a call waits for its turn before it fails. Default 60 seconds.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(60);
}
