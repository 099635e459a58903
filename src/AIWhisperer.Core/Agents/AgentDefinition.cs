using System.Collections.Immutable;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Events;

namespace AIWhisperer.Core.Agents;

/// <summary>
/// One agent as its YAML declares it: prompt, AI settings, tools. Immutable, replaced whole on reload. A setting that is null is not
/// set: the server's default serves.
/// </summary>
public sealed record AgentDefinition
{
    /// <summary>The key in the YAML: <c>[a-z][a-z0-9_-]{0,63}</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The name shown to people, at most 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>A few words on what it is for, such as <c>debugger</c>; empty when not set.</summary>
    public string Role { get; init; } = "";

    /// <summary>What it is for, at most 2,000 characters; empty when not set.</summary>
    public string Description { get; init; } = "";

    /// <summary>The system prompt, from <c>prompt</c> or <c>prompt_file</c>, at most 100,000 characters.</summary>
    public required string Instructions { get; init; }

    /// <summary>Which model answers, and how.</summary>
    public AISettings AI { get; init; } = new();

    /// <summary>What happens to a message that arrives during a turn.</summary>
    public BusyPolicy? OnBusy { get; init; }

    /// <summary>What happens to a turn when the last client that followed its session is gone.</summary>
    public DisconnectPolicy? OnDisconnect { get; init; }

    /// <summary>What it is given of the conversation when it becomes the active agent.</summary>
    public CarryOverSetting? CarryOver { get; init; }

    /// <summary>The limits of a turn.</summary>
    public ContinuationSettings Continuation { get; init; } = new();

    /// <summary>How many model calls it may have.</summary>
    public CallLimits Limits { get; init; } = CallLimits.None;

    /// <summary>The tools it may call.</summary>
    public ToolSelection Tools { get; init; } = ToolSelection.None;

    /// <summary>What is to be done about calls of its tools before they run, in the order of the file.</summary>
    public ImmutableArray<ApprovalRule> Approval { get; init; } = [];

    /// <summary>A colour for user interfaces, as <c>#rrggbb</c>.</summary>
    public string? Color { get; init; }

    /// <summary>A sign for user interfaces, such as one emoji.</summary>
    public string? Icon { get; init; }

    /// <summary>One character that picks the agent in user interfaces; unique among the agents.</summary>
    public string? Shortcut { get; init; }

    /// <summary>12 hexadecimal digits over the agent's own values and prompt: equal definitions have equal revisions.</summary>
    public required string Revision { get; init; }

    /// <summary>The file it comes from, relative to the configuration directory.</summary>
    public required string SourceFile { get; init; }

    /// <summary>The line of its key in that file, from 1.</summary>
    public required int SourceLine { get; init; }

    /// <summary>The settings that are not set, in YAML spelling such as <c>ai_config.temperature</c>, sorted.</summary>
    public ImmutableArray<string> UnsetSettings { get; init; } = [];
}
