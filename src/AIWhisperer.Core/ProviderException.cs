namespace AIWhisperer.Core;

/// <summary>A model back end refused, failed or answered what cannot be understood. Ends the turn as <c>turn.failed</c>.</summary>
/// <param name="code">One of the <c>provider_*</c> codes of <see cref="ErrorCodes"/>.</param>
/// <param name="message">What happened and the remedy; the provider's own words only where they hold no secret.</param>
/// <param name="innerException">The cause, for the log only.</param>
public sealed class ProviderException(string code, string message, Exception? innerException = null)
    : AIWhispererException(code, message, innerException)
{
    /// <summary>True when the same request may succeed later or on another provider.</summary>
    public bool Retryable { get; init; }

    /// <summary>The message without the provider's own words, which may quote a conversation: for those it is not of.</summary>
    public string Summary { get => field ?? Message; init; }

    /// <summary>The provider's HTTP status, when there was one.</summary>
    public int? Status { get; init; }
}
