namespace AIWhisperer.Core.Providers;

/// <summary>A kind of failure as people and loops are told of it.</summary>
/// <param name="Code">From <see cref="ErrorCodes"/>.</param>
/// <param name="What">What happened, to follow the provider's name.</param>
/// <param name="Remedy">A sentence.</param>
/// <param name="IsRetryable">Whether the same request may succeed later.</param>
internal sealed record ErrorKind(string Code, string What, string Remedy, bool IsRetryable);
