using System.Collections.Immutable;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Agents;

/// <summary>The keys of the agents' YAML. What is listed here is read, and the JSON Schema lists the same.</summary>
internal static class AgentKeys
{
    public static ImmutableArray<SettingKey> Agent { get; } =
    [
        new("name"),
        new("role"),
        new("description"),
        new("prompt"),
        new("prompt_file"),
        new("ai_config"),
        new("on_busy", HasDefault: true),
        new("on_disconnect", HasDefault: true),
        new("carry_over", HasDefault: true),
        new("continuation", HasDefault: true),
        new("limits", HasDefault: true),
        .. ToolSelectionKeys.OfAgent.All,
        new(ApprovalRuleReader.Key),
        new("color", HasDefault: true),
        new("icon", HasDefault: true),
        new("shortcut", HasDefault: true),
    ];

    public static ImmutableArray<SettingKey> AIConfig { get; } =
    [
        new("model"),
        new("provider"),
        new("temperature", HasDefault: true),
        new("max_tokens", HasDefault: true),
        new("top_p", HasDefault: true),
        new("frequency_penalty", HasDefault: true),
        new("presence_penalty", HasDefault: true),
        new("stop"),
        new("reasoning_effort", HasDefault: true),
        new("timeout", HasDefault: true),
        new("fallbacks"),
        new("on_broken_reply", HasDefault: true),
    ];

    public static ImmutableArray<SettingKey> Continuation { get; } =
    [
        new("max_iterations", HasDefault: true),
        new("timeout", HasDefault: true),
        new("require_explicit_signal", HasDefault: true),
    ];

    public static ImmutableArray<SettingKey> CarryOver { get; } = [new("last", HasDefault: true)];
}
