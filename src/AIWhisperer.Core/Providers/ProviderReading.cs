namespace AIWhisperer.Core.Providers;

/// <summary>What one reading found of one provider.</summary>
/// <param name="Id">The provider.</param>
/// <param name="Definition">The definition with wrong settings at their defaults; null when a problem spoils it.</param>
/// <param name="IsClean">Whether nothing at all is wrong with it.</param>
internal sealed record ProviderReading(string Id, ProviderDefinition? Definition, bool IsClean);
