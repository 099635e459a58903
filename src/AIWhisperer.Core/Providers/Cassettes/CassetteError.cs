namespace AIWhisperer.Core.Providers.Cassettes;

/// <summary>A recorded failure.</summary>
/// <param name="Code">One of the codes of <see cref="ErrorCodes"/>; <see cref="ErrorCodes.Internal"/> stands for a defect.</param>
/// <param name="Message">For people.</param>
/// <param name="Retryable">Whether the same call may succeed later.</param>
/// <param name="Status">The provider's HTTP status.</param>
/// <param name="RetryAfterMs">How long the provider asks to wait.</param>
internal sealed record CassetteError(string Code, string Message, bool Retryable = false, int? Status = null, long? RetryAfterMs = null)
{
    public static CassetteError Of(Exception failure) => failure is ProviderException known
        ? new(known.Code, known.Message, known.Retryable, known.Status, (long?)known.RetryAfter?.TotalMilliseconds)
        : new(ErrorCodes.Internal, failure.GetType().Name);

    public Exception ToException() => Code == ErrorCodes.Internal
        ? new InvalidOperationException($"The recorded call broke: {Message}.")
        : new ProviderException(Code, Message)
        {
            Retryable = Retryable,
            Status = Status,
            RetryAfter = RetryAfterMs is { } wait ? TimeSpan.FromMilliseconds(wait) : null,
        };
}
