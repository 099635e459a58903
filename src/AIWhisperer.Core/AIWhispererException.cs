namespace AIWhisperer.Core;

/// <summary>
/// The root of the errors whose message may be shown to a client. Anything else that is thrown is a defect: edges log it whole and
/// show a generic text.
/// </summary>
/// <param name="code">A stable, machine-readable code from <see cref="ErrorCodes"/>; the same on REST, hub and events.</param>
/// <param name="message">One sentence or two for people: what is wrong and the remedy. Never holds a secret, a prompt or a reply.</param>
/// <param name="innerException">The cause, for the log only.</param>
public abstract class AIWhispererException(string code, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>The stable error code.</summary>
    public string Code { get; } = code;

    /// <summary>The request field that is at fault, in the spelling of the wire, or null.</summary>
    public string? Field { get; init; }

    /// <summary>How long to wait before the same call may succeed, or null when waiting does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
