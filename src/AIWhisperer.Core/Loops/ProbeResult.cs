namespace AIWhisperer.Core.Loops;

/// <summary>What a test request to a provider met. Immutable.</summary>
/// <param name="ProviderId">The provider.</param>
/// <param name="Outcome">How it ended.</param>
public sealed record ProbeResult(string ProviderId, ProbeOutcome Outcome)
{
    /// <summary>The model that was asked; null when none was found to ask.</summary>
    public string? Model { get; init; }

    /// <summary>The model that answered, as the provider names it; null when it does not say.</summary>
    public string? AnsweredBy { get; init; }

    /// <summary>Time until something of the answer was visible, in milliseconds; null when nothing was, as with a model that only thought.</summary>
    public double? FirstTokenMs { get; init; }

    /// <summary>Time of the whole call in milliseconds; null when none was made.</summary>
    public double? TotalMs { get; init; }

    /// <summary>Tokens sent; null when the provider does not say.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Tokens written; null when the provider does not say.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>Why it did not answer, with the remedy; null when it did.</summary>
    public ProbeError? Error { get; init; }
}
