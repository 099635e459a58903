using System.Collections.Immutable;
using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Events;

namespace AIWhisperer.Core.Loops;

/// <summary>Everything a loop runs with: an agent's definition with the defaults filled in. Immutable; a turn keeps the one it began with.</summary>
public sealed record AILoopConfig
{
    /// <summary>The agent.</summary>
    public required AgentDefinition Agent { get; init; }

    /// <summary>The models to try, in order: the agent's own, then its fallbacks.</summary>
    public required ImmutableArray<ModelReference> Models { get; init; }

    /// <summary>Sampling temperature.</summary>
    public required double Temperature { get; init; }

    /// <summary>The longest reply of one model call, in tokens.</summary>
    public required int MaxTokens { get; init; }

    /// <summary>The longest silence of a model call, where the agent sets one; else the limits of its provider hold.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What happens to the part of an answer that was seen when its model fails and another one takes over.</summary>
    public required BrokenReplyPolicy OnBrokenReply { get; init; }

    /// <summary>What happens to a message that arrives during a turn.</summary>
    public required BusyPolicy OnBusy { get; init; }

    /// <summary>What happens to a turn when the last client that followed its session is gone.</summary>
    public required DisconnectPolicy OnDisconnect { get; init; }

    /// <summary>What the agent is given when it becomes active.</summary>
    public required CarryOverSetting CarryOver { get; init; }

    /// <summary>The most model calls of a turn.</summary>
    public required int MaxIterations { get; init; }

    /// <summary>The longest a turn may take.</summary>
    public required TimeSpan TurnTimeout { get; init; }

    /// <summary>Whether a turn ends only when the model says so by calling <c>finish_turn</c>.</summary>
    public required bool RequireExplicitSignal { get; init; }

    /// <summary>Which of these are defaults of the server, in YAML spelling, sorted.</summary>
    public required ImmutableArray<string> Defaults { get; init; }

    /// <summary>The agent's revision.</summary>
    public string Revision => Agent.Revision;
}
