using System.Text.Json;
using AIWhisperer.Core.Providers;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Anthropic;

/// <summary>
/// A request's settings as Claude takes them; it refuses requests that others accept. Temperature, top_p and the penalties need no care: its
/// API has none of them any more, and the vendor's client leaves them out.
/// </summary>
internal static class ClaudeOptions
{
    /// <summary>Claude demands a limit; this is the most that every model of the family allows, for those of which nothing is known.</summary>
    private const int DefaultMaxTokens = 4_096;

    public static ChatOptions For(ChatOptions? given, IReadOnlyList<ChatMessage> conversation, ModelFacts facts)
    {
        var options = given?.Clone() ?? new ChatOptions();
        options.MaxOutputTokens = Math.Min(
            options.MaxOutputTokens ?? facts.MaxOutputTokens ?? DefaultMaxTokens, facts.MaxOutputTokens ?? int.MaxValue);
        options.Instructions = string.IsNullOrWhiteSpace(options.Instructions) ? null : options.Instructions;
        options.StopSequences = options.StopSequences?.Where(stop => !string.IsNullOrWhiteSpace(stop)).ToList();
        SetThinking(options, facts);
        SetTools(options, conversation);
        return options;
    }

    private static void SetThinking(ChatOptions options, ModelFacts facts)
    {
        if (options.Reasoning?.Effort is not (null or ReasoningEffort.None) && !facts.Unsupported.Contains(WireSettings.ReasoningEffort))
        {
            // A thinking Claude cannot be made to call a tool. It keeps its thoughts back unless asked for them.
            options.Reasoning = new ReasoningOptions { Effort = options.Reasoning.Effort, Output = ReasoningOutput.Full };
            options.ToolMode = options.ToolMode is RequiredChatToolMode ? null : options.ToolMode;
        }
        else
        {
            // Some models refuse to be told not to think; the others do not unless asked.
            options.Reasoning = null;
        }
    }

    private static void SetTools(ChatOptions options, IReadOnlyList<ChatMessage> conversation)
    {
        if (options.Tools is { Count: > 0 })
        {
            options.ToolMode ??= options.AllowMultipleToolCalls is null ? null : ChatToolMode.Auto;
            return;
        }

        // Past calls are taken only along with tools, so their tools are named, and not to be called.
        var names = conversation.SelectMany(message => message.Contents).OfType<FunctionCallContent>().Select(call => call.Name).Distinct();
        options.Tools = [.. names.Select(name => new PastTool(name))];
        options.ToolMode = options.Tools.Count > 0 ? ChatToolMode.None : null;
    }

    private sealed class PastTool(string name) : AIFunctionDeclaration
    {
        private static readonly JsonElement s_anything = JsonElement.Parse("""{"type":"object"}""");

        public override string Name => name;

        public override string Description => "No longer offered.";

        public override JsonElement JsonSchema => s_anything;
    }
}
