using System.Collections.Immutable;

namespace AIWhisperer.Core.Providers;

/// <summary>One entry below <c>models</c> in the model-facts table. Immutable; null means that the entry does not say.</summary>
/// <param name="Group">The preset or kind that it is for.</param>
/// <param name="Name">The model's name, or a pattern in which <c>*</c> stands for any text.</param>
internal sealed record ModelFactsEntry(string Group, string Name)
{
    public int? ContextWindow { get; init; }

    public int? MaxOutputTokens { get; init; }

    public ModelPrice? Price { get; init; }

    public ImmutableArray<string>? Unsupported { get; init; }

    public string? TokenLimitField { get; init; }
}
