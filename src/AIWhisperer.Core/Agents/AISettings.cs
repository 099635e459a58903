using System.Collections.Immutable;
using AIWhisperer.Core.Events;

namespace AIWhisperer.Core.Agents;

/// <summary>The <c>ai_config</c> of an agent. Immutable; null means not set.</summary>
public sealed record AISettings
{
    /// <summary>The model's name at its provider.</summary>
    public string? Model { get; init; }

    /// <summary>The provider's id in <c>providers.yaml</c>.</summary>
    public string? Provider { get; init; }

    /// <summary>0 to 1.5.</summary>
    public double? Temperature { get; init; }

    /// <summary>The most tokens of one reply, 1 to 32768.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>0 to 1.</summary>
    public double? TopP { get; init; }

    /// <summary>-2 to 2.</summary>
    public double? FrequencyPenalty { get; init; }

    /// <summary>-2 to 2.</summary>
    public double? PresencePenalty { get; init; }

    /// <summary>Texts at which the model stops writing; at most 4.</summary>
    public ImmutableArray<string> Stop { get; init; } = [];

    /// <summary>How much the model thinks before it answers: <c>none</c>, <c>low</c>, <c>medium</c> or <c>high</c>.</summary>
    public string? ReasoningEffort { get; init; }

    /// <summary>The longest silence of a model call before it counts as failed; 1 second to 1 hour.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What happens to the part of an answer that was seen when its model fails and a fallback takes over.</summary>
    public BrokenReplyPolicy? OnBrokenReply { get; init; }

    /// <summary>The models tried in this order when the first cannot answer.</summary>
    public ImmutableArray<ModelReference> Fallbacks { get; init; } = [];
}
