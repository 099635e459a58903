namespace AIWhisperer.Core;

/// <summary>What the client sent cannot be used; the message names the remedy and <see cref="AIWhispererException.Field"/> the place.</summary>
public sealed class InvalidInputException : AIWhispererException
{
    /// <param name="code">See <see cref="ErrorCodes"/>.</param>
    /// <param name="field">The request field at fault.</param>
    /// <param name="message">What is wrong and the remedy.</param>
    public InvalidInputException(string code, string field, string message)
        : base(code, message) => Field = field;
}
