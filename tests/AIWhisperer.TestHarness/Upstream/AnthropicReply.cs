using System.Text.Json;

namespace AIWhisperer.TestHarness.Upstream;

/// <summary>Scripts a reply in the events of Anthropic's Messages API. Ends only as the script says.</summary>
/// <param name="reply">What the events are written to; its gates, cuts and the like may stand between them.</param>
public sealed class AnthropicReply(UpstreamReply reply)
{
    private int _index;

    /// <summary>The first event.</summary>
    /// <param name="model">The model that answers.</param>
    /// <param name="usage">The tokens sent, as JSON; null leaves the field out.</param>
    public AnthropicReply Start(string model = "claude-a", string? usage = """{"input_tokens":7,"output_tokens":1}""")
    {
        var told = usage is null ? "" : $",\"usage\":{usage}";
        return Event(
            "message_start",
            $$"""
            "message":{"id":"msg_1","type":"message","role":"assistant","model":{{Quote(model)}},"content":[],"stop_reason":null,"stop_sequence":null{{told}}}
            """);
    }

    /// <summary>A block of text, an event for each part.</summary>
    public AnthropicReply Text(params IEnumerable<string> parts) =>
        Block("""{"type":"text","text":""}""", parts.Select(part => $$"""{"type":"text_delta","text":{{Quote(part)}}}"""));

    /// <summary>A block of thought with its signature.</summary>
    public AnthropicReply Thinking(params IEnumerable<string> parts) =>
        Block(
            """{"type":"thinking","thinking":"","signature":""}""",
            [.. parts.Select(part => $$"""{"type":"thinking_delta","thinking":{{Quote(part)}}}"""), """{"type":"signature_delta","signature":"c2ln"}"""]);

    /// <summary>A tool call, an event for each part of its arguments' JSON.</summary>
    public AnthropicReply ToolUse(string id, string name, params IEnumerable<string> argumentParts) =>
        Block(
            $$$"""{"type":"tool_use","id":{{{Quote(id)}}},"name":{{{Quote(name)}}},"input":{}}""",
            argumentParts.Select(part => $$"""{"type":"input_json_delta","partial_json":{{Quote(part)}}}"""));

    /// <summary>The sign of life between two events.</summary>
    public AnthropicReply Ping() => Event("ping", fields: null);

    /// <summary>The error that ends a stream which began well.</summary>
    public AnthropicReply Error(string type, string message) =>
        Event("error", $$"""
            "error":{"type":{{Quote(type)}},"message":{{Quote(message)}}}
            """);

    /// <summary>Why the model stopped, without the end mark.</summary>
    public AnthropicReply Finish(string reason = "end_turn", string? usage = """{"output_tokens":5}""")
    {
        var told = usage is null ? "" : $",\"usage\":{usage}";
        return Event(
            "message_delta",
            $$"""
            "delta":{"stop_reason":{{Quote(reason)}},"stop_sequence":null}{{told}}
            """);
    }

    /// <summary>Why the model stopped, and the end mark.</summary>
    public AnthropicReply Stop(string reason = "end_turn", string? usage = """{"output_tokens":5}""") =>
        Finish(reason, usage).Event("message_stop", fields: null);

    /// <summary>An event with these fields besides its type.</summary>
    public AnthropicReply Event(string type, string? fields)
    {
        var more = fields is null ? "" : $",{fields.Trim()}";
        reply.Raw($$"""
            event: {{type}}
            data: {"type":"{{type}}"{{more}}}


            """.ReplaceLineEndings("\n"));
        return this;
    }

    private AnthropicReply Block(string start, IEnumerable<string> deltas)
    {
        var index = _index++;
        Event("content_block_start", $"\"index\":{index},\"content_block\":{start}");
        foreach (var delta in deltas)
        {
            Event("content_block_delta", $"\"index\":{index},\"delta\":{delta}");
        }

        return Event("content_block_stop", $"\"index\":{index}");
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text);
}
