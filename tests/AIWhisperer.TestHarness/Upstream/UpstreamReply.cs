using System.Text;
using System.Text.Json;

namespace AIWhisperer.TestHarness.Upstream;

/// <summary>
/// What the upstream does for one request, step by step. Unless <see cref="Raw(string)"/>, <see cref="Status"/>, <see cref="Cut"/> or
/// <see cref="Hold"/> takes the end over, it is a finish chunk, the usage when the request asked for it, and <c>[DONE]</c>.
/// </summary>
public sealed class UpstreamReply
{
    private readonly List<Func<UpstreamConnection, CancellationToken, Task>> _steps = [];
    private string _finishReason = "stop";
    private string? _usage;
    private bool _ownEnd;
    private bool _cuts;
    private int _toolCalls;

    /// <summary>A chunk of text.</summary>
    public UpstreamReply Text(string text) => Delta($$"""{"content":{{JsonSerializer.Serialize(text)}}}""");

    /// <summary>A chunk of text that is made when it is written.</summary>
    public UpstreamReply Text(Func<string> text) =>
        Step((connection, token) => connection.WriteChunkAsync(
            $$$"""[{"index":0,"delta":{"content":{{{JsonSerializer.Serialize(text())}}}},"finish_reason":null}]""", usage: null, token));

    /// <summary>A chunk for each text.</summary>
    public UpstreamReply Texts(params IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            Text(text);
        }

        return this;
    }

    /// <summary>A chunk of reasoning, in the field <c>reasoning_content</c>.</summary>
    public UpstreamReply Reasoning(string text) => Delta($$"""{"reasoning_content":{{JsonSerializer.Serialize(text)}}}""");

    /// <summary>A tool call; the finish reason becomes <c>tool_calls</c>.</summary>
    /// <param name="id">The call's id.</param>
    /// <param name="name">The tool.</param>
    /// <param name="argumentParts">The arguments' JSON, a chunk for each part.</param>
    public UpstreamReply ToolCall(string id, string name, params IEnumerable<string> argumentParts)
    {
        var index = _toolCalls++;
        _finishReason = "tool_calls";
        Delta($$$"""
            {"tool_calls":[{"index":{{{index}}},"id":{{{JsonSerializer.Serialize(id)}}},"type":"function",
            "function":{"name":{{{JsonSerializer.Serialize(name)}}},"arguments":""}}]}
            """.ReplaceLineEndings(""));
        foreach (var part in argumentParts)
        {
            Delta($$$"""{"tool_calls":[{"index":{{{index}}},"function":{"arguments":{{{JsonSerializer.Serialize(part)}}}}}]}""");
        }

        return this;
    }

    /// <summary>A chunk with this <c>delta</c>, given as JSON.</summary>
    public UpstreamReply Delta(string json) =>
        Step((connection, token) => connection.WriteChunkAsync(
            $$"""[{"index":0,"delta":{{json}},"finish_reason":null}]""", usage: null, token));

    /// <summary>An event with this data, whatever it is.</summary>
    public UpstreamReply Event(string data) => Step((connection, token) => connection.WriteAsync($"data: {data}\n\n", token));

    /// <summary>A pause, as models make while they write.</summary>
    public UpstreamReply Pause(TimeSpan time) => Step((_, token) => Task.Delay(time, token));

    /// <summary>Waits for the test.</summary>
    public UpstreamReply Gate(UpstreamGate gate) => Step((_, token) => gate.PassAsync(token));

    /// <summary>Waits for a signal of the test's own.</summary>
    public UpstreamReply Gate(Task signal) => Step((_, token) => signal.WaitAsync(token));

    /// <summary>The tokens told at the end.</summary>
    public UpstreamReply Usage(int inputTokens, int outputTokens, int cachedTokens = 0, int reasoningTokens = 0)
    {
        _usage = $$$"""
            {"prompt_tokens":{{{inputTokens}}},"completion_tokens":{{{outputTokens}}},"total_tokens":{{{inputTokens + outputTokens}}},
            "prompt_tokens_details":{"cached_tokens":{{{cachedTokens}}}},"completion_tokens_details":{"reasoning_tokens":{{{reasoningTokens}}}}}
            """.ReplaceLineEndings("");
        return this;
    }

    /// <summary>The finish reason, instead of <c>stop</c> or <c>tool_calls</c>.</summary>
    public UpstreamReply Finish(string reason)
    {
        _finishReason = reason;
        return this;
    }

    /// <summary>A header of the reply; only before the first byte.</summary>
    public UpstreamReply Header(string name, string value) => Step((connection, _) => connection.SetHeaderAsync(name, value));

    /// <summary>These bytes as they are. Ends only as the script says.</summary>
    public UpstreamReply Raw(ReadOnlyMemory<byte> bytes)
    {
        _ownEnd = true;
        return Step((connection, token) => connection.WriteAsync(bytes, token));
    }

    /// <summary>This text as it is, in UTF-8. Ends only as the script says.</summary>
    public UpstreamReply Raw(string text) => Raw(Encoding.UTF8.GetBytes(text));

    /// <summary>The whole answer is this status and body.</summary>
    public UpstreamReply Status(int status, string body = "", string contentType = "application/json")
    {
        _ownEnd = true;
        return Step((connection, token) => connection.WriteStatusAsync(status, body, contentType, token));
    }

    /// <summary>The whole answer is this status with an error object of OpenAI's shape.</summary>
    public UpstreamReply Error(int status, string message, string? code = null, string type = "invalid_request_error") =>
        Status(status, $$$"""
            {"error":{"message":{{{JsonSerializer.Serialize(message)}}},"type":{{{JsonSerializer.Serialize(type)}}},
            "param":null,"code":{{{JsonSerializer.Serialize(code)}}}}}
            """.ReplaceLineEndings(""));

    /// <summary>
    /// Closes the connection in mid-reply once all before has been sent; as the first step, before any header. The last step.
    /// </summary>
    public UpstreamReply Cut()
    {
        _ownEnd = true;
        _cuts = true;
        return this;
    }

    /// <summary>Says nothing more and keeps the connection until the client closes it.</summary>
    public UpstreamReply Hold()
    {
        _ownEnd = true;
        return Step((connection, token) => connection.HoldAsync(token));
    }

    internal async Task RunAsync(UpstreamConnection connection, bool includesUsage, CancellationToken cancellationToken)
    {
        if (_cuts)
        {
            connection.PromiseMore();
        }

        foreach (var step in _steps)
        {
            await step(connection, cancellationToken);
        }

        if (_cuts)
        {
            connection.Cut();
        }

        if (!_ownEnd)
        {
            await connection.WriteChunkAsync(
                $$"""[{"index":0,"delta":{},"finish_reason":{{JsonSerializer.Serialize(_finishReason)}}}]""", usage: null, cancellationToken);
            if (includesUsage && _usage is not null)
            {
                await connection.WriteChunkAsync("[]", _usage, cancellationToken);
            }

            await connection.WriteAsync("data: [DONE]\n\n", cancellationToken);
        }
    }

    private UpstreamReply Step(Func<UpstreamConnection, CancellationToken, Task> step)
    {
        _steps.Add(step);
        return this;
    }
}
