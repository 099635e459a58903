using System.Collections.Immutable;

namespace AIWhisperer.Core.Providers;

/// <summary>
/// How a back end of the kind <c>openai</c> differs from the wire that they share; the YAML mapping <c>wire</c>. Immutable. The defaults
/// serve every back end that keeps to the shared wire.
/// </summary>
public sealed record WireDialect
{
    /// <summary>No differences.</summary>
    public static WireDialect Shared { get; } = new();

    /// <summary>The header that takes the key as it is, such as <c>api-key</c>; null means <c>Authorization</c> with <c>Bearer</c>.</summary>
    public string? KeyHeader { get; init; }

    /// <summary>
    /// The field for the most tokens of an answer; null means the one that the model's facts name, else <c>max_tokens</c>.
    /// </summary>
    public string? TokenLimitField { get; init; }

    /// <summary>The field for the seed. Default <c>seed</c>.</summary>
    public string SeedField { get; init; } = "seed";

    /// <summary>
    /// The field for the effort of reasoning; a point leads into an object: <c>reasoning.effort</c>. Default <c>reasoning_effort</c>.
    /// </summary>
    public string EffortField { get; init; } = "reasoning_effort";

    /// <summary>Settings that it refuses, such as <c>stream_options</c>; they are left out of its requests.</summary>
    public ImmutableArray<string> Unsupported { get; init; } = [];

    /// <summary>
    /// The fields of a piece of an answer, or of a part of its content, that hold reasoning. Where one piece has several, the first one
    /// named here counts. Default <c>reasoning_content</c> and <c>reasoning</c>.
    /// </summary>
    public ImmutableArray<string> ReasoningFields { get; init; } = ["reasoning_content", "reasoning"];

    /// <summary>
    /// Where a piece of an answer holds the usage; a point leads into an object: <c>x_groq.usage</c>. What comes last counts.
    /// Default <c>usage</c>.
    /// </summary>
    public ImmutableArray<string> UsageFields { get; init; } = ["usage"];

    /// <summary>A field of the usage for the cached input, beside <c>prompt_tokens_details.cached_tokens</c>; null means none.</summary>
    public string? CachedTokensField { get; init; }

    /// <summary>
    /// Whether <c>completion_tokens</c> leaves the reasoning out: what <c>total_tokens</c> has beyond input and output is added to the
    /// output then. Default false.
    /// </summary>
    public bool ReasoningBesideOutput { get; init; }

    /// <summary>
    /// Words for the end of an answer that only this back end uses, and what each means: <c>stop</c>, <c>length</c>, <c>tool_calls</c>,
    /// <c>content_filter</c> or <c>error</c>, which fails the call.
    /// </summary>
    public ImmutableSortedDictionary<string, string> FinishReasons { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
