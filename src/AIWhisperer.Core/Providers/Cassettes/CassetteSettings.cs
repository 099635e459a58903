namespace AIWhisperer.Core.Providers.Cassettes;

/// <summary>The settings of a recorded call, for those who read it: a replay does not compare them.</summary>
internal sealed record CassetteSettings(
    float? Temperature = null,
    int? MaxTokens = null,
    float? TopP = null,
    float? FrequencyPenalty = null,
    float? PresencePenalty = null,
    IReadOnlyList<string>? Stop = null,
    string? ReasoningEffort = null);
