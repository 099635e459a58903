namespace AIWhisperer.Core.Providers;

/// <summary>Every exception that one provider's client throws: a stable code, and a message that names the remedy and holds no key.</summary>
internal sealed class ProviderFaults(ProviderDefinition provider)
{
    private readonly string? _key = provider.ApiKey?.Reveal().Trim();

    private string Name => $"Provider '{provider.Id}'";

    private string KeyRemedy => provider.ApiKeyVariable is null ? "Give it an api_key in providers.yaml." : $"Set {provider.ApiKeyVariable} to a valid key.";

    public ProviderException UnusableKey() => new(
        ErrorCodes.ProviderAuthentication, $"The key of provider '{provider.Id}' holds a blank or a character that no header may hold. {KeyRemedy}");

    public ProviderException Unreachable(Uri url, Exception cause)
    {
        var reason = (cause as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "its host name cannot be resolved",
            HttpRequestError.SecureConnectionError => "no TLS connection could be made",
            HttpRequestError.ConnectionError => "the connection was refused or failed",
            HttpRequestError.ResponseEnded => "it closed the connection without an answer",
            _ => cause is OperationCanceledException ? "it did not accept the connection in time" : "the connection failed",
        };
        return new ProviderException(
            ErrorCodes.ProviderUnavailable,
            $"{Name} at {url.Host}:{url.Port} could not be reached: {reason}. Check its base_url and that it runs, or try again.",
            WithoutQuotes(cause))
        {
            Retryable = true,
        };
    }

    public ProviderException Truncated(Exception? cause = null) => new(
        ErrorCodes.ProviderTruncated, $"{Name} broke its answer off before the end. Try again.", WithoutQuotes(cause))
    {
        Retryable = true,
    };

    public ProviderException Malformed(string what, Exception? cause = null, bool isRetryable = false) => new(
        ErrorCodes.ProviderMalformed, $"{Name} {what}.", cause)
    {
        Retryable = isRetryable,
    };

    public ProviderException TooLarge() =>
        Malformed($"answered more than {ReplyStream.AnswerLimit / (1024 * 1024)} MB; the answer was cut off. Set max_tokens");

    /// <summary>For an error object within a stream that began well: the same as its status before the headers.</summary>
    public ProviderException FromStream(ProviderError error) => FromStatus(ErrorKinds.StatusOf(error), error, retryAfter: null);

    /// <summary>For an error status, or one worked out from the body; null when neither says.</summary>
    public ProviderException FromStatus(int? status, ProviderError error, TimeSpan? retryAfter)
    {
        var kind = ErrorKinds.Of(status, error);
        var told = status is null ? "" : $" ({status})";
        var words = string.IsNullOrWhiteSpace(error.Message) ? "" : $" It says: {KeyMask.Apply(error.Message, _key)}";
        var remedy = kind.IsRetryable && retryAfter is { TotalSeconds: >= 1 } wait ? $"Try again in {Math.Ceiling(wait.TotalSeconds):0} s." : RemedyFor(kind);
        var summary = $"{Name} {kind.What}{told}. {remedy}";
        return new ProviderException(kind.Code, $"{summary}{words}")
        {
            Summary = summary,
            Status = status,
            Retryable = kind.IsRetryable,
            RetryAfter = kind.IsRetryable ? retryAfter : null,
        };
    }

    /// <summary>An exception for what is no HTTP quotes it, and it may repeat the key: the log must not have it.</summary>
    private static Exception? WithoutQuotes(Exception? cause) =>
        cause is HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse }
            or HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } ? null : cause;

    private string RemedyFor(ErrorKind kind) => kind.Code == ErrorCodes.ProviderAuthentication ? KeyRemedy : kind.Remedy;
}
