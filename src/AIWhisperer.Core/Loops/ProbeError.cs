namespace AIWhisperer.Core.Loops;

/// <summary>Why a provider did not answer a test request.</summary>
/// <param name="Code">From <see cref="ErrorCodes"/>.</param>
/// <param name="Message">What happened and the remedy; holds no key.</param>
/// <param name="Retryable">Whether the same request may succeed later.</param>
public sealed record ProbeError(string Code, string Message, bool Retryable);
