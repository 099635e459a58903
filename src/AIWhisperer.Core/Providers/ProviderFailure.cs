namespace AIWhisperer.Core.Providers;

/// <summary>How a call to a provider failed. Immutable.</summary>
/// <param name="Code">From <see cref="ErrorCodes"/>.</param>
/// <param name="Message">For people; holds no key, and nothing of a conversation.</param>
/// <param name="At">When.</param>
public sealed record ProviderFailure(string Code, string Message, DateTimeOffset At);
