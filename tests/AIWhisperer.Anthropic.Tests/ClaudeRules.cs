using System.Text.Json;
using System.Text.RegularExpressions;
using AIWhisperer.TestHarness.Upstream;

namespace AIWhisperer.Anthropic.Tests;

/// <summary>What Claude's API refuses with status 400, as far as its documentation says so.</summary>
internal static partial class ClaudeRules
{
    /// <summary>The first breach in words, or null.</summary>
    public static string? FindBreach(UpstreamRequest request)
    {
        var body = request.Body;
        var thinks = body.TryGetProperty("thinking", out var thinking) && !thinking.GetProperty("type").ValueEquals("disabled");
        return !request.Headers.ContainsKey("anthropic-version") ? "anthropic-version: header is required"
            : !body.TryGetProperty("max_tokens", out var most) || most.GetInt32() < 1 ? "max_tokens: Field required"
            : Has(body, "temperature") || Has(body, "top_p") || Has(body, "top_k") ? "temperature: Extra inputs are not permitted"
            : thinks && body.TryGetProperty("tool_choice", out var choice) && choice.GetProperty("type").ValueEquals("any") ? "thinking forbids forcing a tool"
            : body.TryGetProperty("stop_sequences", out var stops) && stops.EnumerateArray().Any(IsBlank) ? "stop_sequences: must hold a character"
            : Has(body, "tool_choice") && !Has(body, "tools") ? "tool_choice may only be specified while providing tools"
            : body.TryGetProperty("system", out var system) && system.EnumerateArray().Any(IsBlankText) ? "system: text blocks must be non-empty"
            : InMessages([.. body.GetProperty("messages").EnumerateArray()], Has(body, "tools"));
    }

    private static string? InMessages(JsonElement[] messages, bool hasTools)
    {
        if (messages.Length == 0 || !messages[0].GetProperty("role").ValueEquals("user"))
        {
            return "messages: the first message must use the user role";
        }

        HashSet<string> open = [];
        foreach (var message in messages)
        {
            var isUser = message.GetProperty("role").ValueEquals("user");
            var blocks = message.GetProperty("content").EnumerateArray().ToList();
            var results = blocks.TakeWhile(block => TypeOf(block) == "tool_result").Select(block => block.GetProperty("tool_use_id").GetString()!);
            var calls = blocks.Where(block => TypeOf(block) == "tool_use").ToList();
            if (blocks.Count == 0 || blocks.Exists(IsBlankText))
            {
                return "messages: text content blocks must be non-empty";
            }

            if (isUser ? !open.SetEquals(results) || calls.Count > 0 : open.Count > 0)
            {
                return "messages: tool_use ids were found without tool_result blocks immediately after";
            }

            open = [.. calls.Select(call => call.GetProperty("id").GetString()!)];
            if (open.Count < calls.Count || !open.All(id => IdPattern().IsMatch(id)))
            {
                return "messages: tool_use ids must be unique and within the pattern";
            }

            if (calls.Exists(call => !NamePattern().IsMatch(call.GetProperty("name").GetString()!)))
            {
                return "messages: tool_use names must be within the pattern";
            }

            if (calls.Count > 0 && !hasTools)
            {
                return "Requests which include tool_use or tool_result blocks must define tools";
            }

            if (!isUser && message.Equals(messages[^1]))
            {
                return "messages: This model does not support assistant message prefill";
            }

            if (blocks.Exists(block => TypeOf(block) == "thinking"))
            {
                return "messages: Invalid signature in thinking block";
            }
        }

        return open.Count == 0 ? null : "messages: tool_use ids were found without tool_result blocks immediately after";
    }

    private static bool Has(JsonElement body, string name) => body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    private static string TypeOf(JsonElement block) => block.GetProperty("type").GetString()!;

    private static bool IsBlank(JsonElement text) => string.IsNullOrWhiteSpace(text.GetString());

    private static bool IsBlankText(JsonElement block) => TypeOf(block) == "text" && IsBlank(block.GetProperty("text"));

    [GeneratedRegex("^[a-zA-Z0-9_-]+$")]
    private static partial Regex IdPattern();

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,64}$")]
    private static partial Regex NamePattern();
}
