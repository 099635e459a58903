using System.Collections.Immutable;

namespace AIWhisperer.Core.Providers;

/// <summary>What is known of a model, from the model-facts table. Immutable; null means not known.</summary>
public sealed record ModelFacts
{
    /// <summary>Nothing is known.</summary>
    public static ModelFacts Unknown { get; } = new();

    /// <summary>The most tokens of a conversation and its answer together.</summary>
    public int? ContextWindow { get; init; }

    /// <summary>The most tokens of one answer.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>What its tokens cost.</summary>
    public ModelPrice? Price { get; init; }

    /// <summary>Settings of the wire that it refuses, such as <c>temperature</c>; they are left out of its requests.</summary>
    public ImmutableArray<string> Unsupported { get; init; } = [];

    /// <summary>The field for the most tokens of an answer, where its provider's <see cref="WireDialect"/> names none.</summary>
    public string? TokenLimitField { get; init; }
}
