using System.Collections.Immutable;

namespace AIWhisperer.Core.Providers;

/// <summary>The settings of a request that a back end or a model may refuse, under the names they have in <c>unsupported</c>.</summary>
internal static class WireSettings
{
    public const string Name = "name";
    public const string StreamOptions = "stream_options";
    public const string Temperature = "temperature";
    public const string TopP = "top_p";
    public const string FrequencyPenalty = "frequency_penalty";
    public const string PresencePenalty = "presence_penalty";
    public const string MaxTokens = "max_tokens";
    public const string Seed = "seed";
    public const string Stop = "stop";
    public const string ReasoningEffort = "reasoning_effort";
    public const string Tools = "tools";
    public const string ToolChoice = "tool_choice";
    public const string ParallelToolCalls = "parallel_tool_calls";
    public const string ResponseFormat = "response_format";

    public static ImmutableArray<string> All { get; } =
    [
        Name,
        StreamOptions,
        Temperature,
        TopP,
        FrequencyPenalty,
        PresencePenalty,
        MaxTokens,
        Seed,
        Stop,
        ReasoningEffort,
        Tools,
        ToolChoice,
        ParallelToolCalls,
        ResponseFormat,
    ];
}
