namespace AIWhisperer.Core;

/// <summary>The thing named does not exist, or is not the caller's to see: the two are not told apart.</summary>
/// <param name="code">See <see cref="ErrorCodes"/>.</param>
/// <param name="message">What was not found and where to look.</param>
public sealed class NotFoundException(string code, string message) : AIWhispererException(code, message);
