namespace AIWhisperer.Core;

/// <summary>Something the server needs (an agent's provider, the store, the server itself while stopping) cannot serve now.</summary>
/// <param name="code">See <see cref="ErrorCodes"/>.</param>
/// <param name="message">What is unavailable, why, and the remedy.</param>
/// <param name="innerException">The cause, for the log only.</param>
public sealed class UnavailableException(string code, string message, Exception? innerException = null)
    : AIWhispererException(code, message, innerException);
