namespace AIWhisperer.Core;

/// <summary>The request may not be made from where it comes, whoever makes it.</summary>
/// <param name="code">See <see cref="ErrorCodes"/>.</param>
/// <param name="message">What is refused and the setting that would allow it.</param>
public sealed class ForbiddenException(string code, string message) : AIWhispererException(code, message);
