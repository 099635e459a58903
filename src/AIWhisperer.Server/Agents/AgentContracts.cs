using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops;

namespace AIWhisperer.Server.Agents;

/// <summary>The agents.</summary>
/// <param name="Revision">Names the configuration in service.</param>
/// <param name="Agents">By id.</param>
/// <param name="Problems">What the last reading found wrong in files that belong to no agent.</param>
public sealed record AgentList(string Revision, IReadOnlyList<AgentResponse> Agents, IReadOnlyList<ConfigurationProblem> Problems);

/// <summary>An agent with the settings in force. Its prompt is not shown.</summary>
public sealed record AgentResponse
{
    /// <summary>The id to address it by.</summary>
    public required string Id { get; init; }

    /// <summary>The name for people.</summary>
    public required string Name { get; init; }

    /// <summary>A few words on what it is for.</summary>
    public string Role { get; init; } = "";

    /// <summary>What it is for.</summary>
    public string Description { get; init; } = "";

    /// <summary>Whether it can answer now.</summary>
    public required AgentAvailability Availability { get; init; }

    /// <summary>Why it is not simply available, with the remedy.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether the definition in its file is the one in service.</summary>
    public required AgentState State { get; init; }

    /// <summary>Names the definition in service.</summary>
    public string? Revision { get; init; }

    /// <summary>The model that would answer now.</summary>
    public ModelReference? ActiveModel { get; init; }

    /// <summary>The settings in force; absent when the agent is invalid.</summary>
    public AgentSettings? Settings { get; init; }

    /// <summary>Which settings are the server's defaults, in YAML spelling.</summary>
    public IReadOnlyList<string> Defaults { get; init; } = [];

    /// <summary>The tools it may call, as far as it is known without asking an MCP server or a client.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>A colour for user interfaces, <c>#rrggbb</c>.</summary>
    public string? Color { get; init; }

    /// <summary>A sign for user interfaces.</summary>
    public string? Icon { get; init; }

    /// <summary>One character that picks the agent in user interfaces.</summary>
    public string? Shortcut { get; init; }

    /// <summary>What the last reading of its file found wrong.</summary>
    public IReadOnlyList<ConfigurationProblem> Problems { get; init; } = [];
}

/// <summary>What an agent's loop runs with.</summary>
/// <param name="Models">The models to try, in order.</param>
/// <param name="Temperature">Sampling temperature.</param>
/// <param name="MaxTokens">The longest reply of one model call, in tokens.</param>
/// <param name="TimeoutSeconds">The longest silence of a model call; absent when the limits of its provider hold.</param>
/// <param name="OnBrokenReply">What happens to the part of an answer that was seen when its model fails and another one takes over.</param>
/// <param name="OnBusy">What happens to a message that arrives during a turn.</param>
/// <param name="OnDisconnect">What happens to a turn when the last client that followed its session is gone.</param>
/// <param name="CarryOver">What it is given of the conversation when it becomes active.</param>
/// <param name="MaxIterations">The most model calls of a turn.</param>
/// <param name="TurnTimeoutSeconds">The longest a turn may take.</param>
/// <param name="RequireExplicitSignal">Whether a turn ends only when the model says so.</param>
public sealed record AgentSettings(
    IReadOnlyList<ModelReference> Models,
    double Temperature,
    int MaxTokens,
    double? TimeoutSeconds,
    BrokenReplyPolicy OnBrokenReply,
    BusyPolicy OnBusy,
    DisconnectPolicy OnDisconnect,
    CarryOverSetting CarryOver,
    int MaxIterations,
    double TurnTimeoutSeconds,
    bool RequireExplicitSignal);

/// <summary>What a reload did.</summary>
/// <param name="Revision">Names the configuration now in service.</param>
/// <param name="Changes">What changed, by agent; empty when nothing did.</param>
/// <param name="Problems">What is wrong in the files; agents with problems keep what was in service.</param>
public sealed record ReloadResponse(
    string Revision,
    IReadOnlyList<ReloadedAgent> Changes,
    IReadOnlyList<ConfigurationProblem> Problems);

/// <summary>One agent's change.</summary>
/// <param name="AgentId">The agent.</param>
/// <param name="Kind">What happened to it.</param>
/// <param name="Revision">Its definition from now on; absent when it was removed.</param>
/// <param name="ChangedKeys">The settings that differ, in YAML spelling.</param>
public sealed record ReloadedAgent(string AgentId, AgentChangeKind Kind, string? Revision, IReadOnlyList<string> ChangedKeys);

/// <summary>A configuration to try.</summary>
/// <param name="Yaml">The text of an agents file, at most 256 KB.</param>
public sealed record ValidateAgentsRequest(string Yaml);

/// <summary>What would become of the text if it were a file of <c>config/agents</c>.</summary>
/// <param name="Valid">Whether nothing is wrong with it.</param>
/// <param name="Agents">The agents it declares.</param>
/// <param name="Problems">Everything that is wrong, in file order.</param>
public sealed record ValidateAgentsResponse(
    bool Valid,
    IReadOnlyList<ValidatedAgent> Agents,
    IReadOnlyList<ConfigurationProblem> Problems);

/// <summary>An agent of a tried configuration.</summary>
/// <param name="Id">The agent.</param>
/// <param name="State">Whether its definition could go into service.</param>
public sealed record ValidatedAgent(string Id, AgentState State);
