namespace AIWhisperer.Core.Loops;

/// <summary>What its sender named a message, and what tells whether another message of that name is the same.</summary>
/// <param name="ClientMessageId">The name.</param>
/// <param name="Digest">A digest of all that was sent.</param>
internal sealed record MessageName(string ClientMessageId, string Digest);
