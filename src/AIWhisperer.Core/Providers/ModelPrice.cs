namespace AIWhisperer.Core.Providers;

/// <summary>What a model's tokens cost, in US dollars for a million of them.</summary>
/// <param name="Input">Tokens sent that the provider's cache did not have.</param>
/// <param name="CachedInput">Tokens sent that it had.</param>
/// <param name="Output">Tokens written, reasoning included.</param>
public sealed record ModelPrice(decimal Input, decimal CachedInput, decimal Output);
