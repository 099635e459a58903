namespace AIWhisperer.Core;

/// <summary>A configured limit refuses the request; nothing was changed.</summary>
public sealed class LimitReachedException : AIWhispererException
{
    /// <param name="code">See <see cref="ErrorCodes"/>.</param>
    /// <param name="message">Which limit, its value, and the remedy.</param>
    /// <param name="retryAfter">When to try again.</param>
    public LimitReachedException(string code, string message, TimeSpan retryAfter)
        : base(code, message) => RetryAfter = retryAfter;

    /// <summary>True when it is the limit of the whole server, which the caller can do nothing about but wait.</summary>
    public bool IsOfWholeServer { get; init; }
}
