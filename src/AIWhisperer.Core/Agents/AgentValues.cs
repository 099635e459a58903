using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Agents;

/// <summary>
/// A definition's settings as one flat table in YAML spelling: revisions, changed keys and unset settings all follow from it. A null
/// value means not set.
/// </summary>
internal static class AgentValues
{
    public static ImmutableSortedDictionary<string, string?> Of(AgentDefinition agent)
    {
        AISettings ai = agent.AI;
        ContinuationSettings continuation = agent.Continuation;
        CallLimits limits = agent.Limits;
        return new Dictionary<string, string?>
        {
            ["name"] = agent.Name,
            ["role"] = Text(agent.Role),
            ["description"] = Text(agent.Description),
            ["prompt"] = agent.Instructions,
            ["ai_config.model"] = ai.Model,
            ["ai_config.provider"] = ai.Provider,
            ["ai_config.temperature"] = Text(ai.Temperature),
            ["ai_config.max_tokens"] = Text(ai.MaxTokens),
            ["ai_config.top_p"] = Text(ai.TopP),
            ["ai_config.frequency_penalty"] = Text(ai.FrequencyPenalty),
            ["ai_config.presence_penalty"] = Text(ai.PresencePenalty),
            ["ai_config.stop"] = Text(ai.Stop),
            ["ai_config.reasoning_effort"] = ai.ReasoningEffort,
            ["ai_config.timeout"] = Text(ai.Timeout?.TotalSeconds),
            ["ai_config.fallbacks"] = Text(ai.Fallbacks),
            ["ai_config.on_broken_reply"] = ai.OnBrokenReply?.ToString(),
            ["on_busy"] = agent.OnBusy?.ToString(),
            ["on_disconnect"] = agent.OnDisconnect?.ToString(),
            ["carry_over"] = agent.CarryOver is { } carryOver ? Text([carryOver.Policy.ToString(), Text(carryOver.Last)]) : null,
            ["continuation.max_iterations"] = Text(continuation.MaxIterations),
            ["continuation.timeout"] = Text(continuation.Timeout?.TotalSeconds),
            ["continuation.require_explicit_signal"] = continuation.RequireExplicitSignal?.ToString(),
            ["limits.max_concurrent_calls"] = Text(limits.MaxConcurrentCalls),
            ["limits.requests_per_minute"] = Text(limits.RequestsPerMinute),
            ["limits.tokens_per_minute"] = Text(limits.TokensPerMinute),
            ["limits.max_waiting_calls"] = Text(limits.MaxWaitingCalls),
            ["limits.longest_wait"] = Text(limits.LongestWait.TotalSeconds),
            ["tool_sets"] = Text(agent.Tools.Sets),
            ["tool_tags"] = Text(agent.Tools.Tags),
            ["allow_tools"] = Text(agent.Tools.Allowed),
            ["deny_tools"] = Text(agent.Tools.Denied),
            ["mcp_servers"] = Text(agent.Tools.Servers),
            ["client_tools"] = agent.Tools.ClientTools ? "true" : null,
            [ApprovalRuleReader.Key] = Text([.. agent.Approval.Select(Text)]),
            ["color"] = agent.Color,
            ["icon"] = agent.Icon,
            ["shortcut"] = agent.Shortcut,
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    /// <summary>The definition with the revision and the list of unset settings that follow from its values.</summary>
    public static AgentDefinition Stamp(AgentDefinition agent)
    {
        ImmutableSortedDictionary<string, string?> values = Of(agent);
        return agent with
        {
            Revision = ContentRevision.Of(values.SelectMany(value => new[] { value.Key, value.Value }).Prepend(agent.Id)),
            UnsetSettings = [.. values.Where(value => value.Value is null).Select(value => value.Key)],
        };
    }

    public static ImmutableArray<string> ChangedKeys(AgentDefinition before, AgentDefinition after)
    {
        ImmutableSortedDictionary<string, string?> now = Of(after);
        return [.. Of(before).Where(value => value.Value != now[value.Key]).Select(value => value.Key)];
    }

    // As JSON, so that no two rules have one text, whatever their patterns hold.
    private static string Text(ApprovalRule rule) => JsonSerializer.Serialize<string[]>(
        [rule.Tool, $"{rule.Decision}", $"{rule.EvenUntrusted}", .. rule.Arguments.SelectMany(argument => new[] { argument.Key, argument.Value })]);

    private static string? Text(string value) => value.Length == 0 ? null : value;

    private static string? Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture);

    private static string? Text(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string? Text<T>(ImmutableArray<T> values) =>
        values.IsEmpty ? null : string.Join('\n', values.Select(value => $"{value}".Replace("\n", "\\n", StringComparison.Ordinal)));
}
