namespace AIWhisperer.Core;

/// <summary>The request is well formed but does not fit the present state (a busy agent, a closed session).</summary>
/// <param name="code">See <see cref="ErrorCodes"/>.</param>
/// <param name="message">What stands against it and the remedy.</param>
public sealed class ConflictException(string code, string message) : AIWhispererException(code, message);
