using System.Text.Json;
using AIWhisperer.TestHarness.Upstream;

namespace AIWhisperer.Reliability.Upstreams;

/// <summary>The faults U1 to U15, as a back end shows them by what it sends. Those of the wire itself are <see cref="UpstreamFaultTests"/>.</summary>
internal static class UpstreamFaults
{
    /// <summary>What the back end answers where nothing is wrong.</summary>
    public const string Answer = "Gänse schnattern 🦢.";

    /// <summary>The key of the provider; a back end repeats it in its errors.</summary>
    public const string Key = "sk-canary-4711-abcdef";

    private const string Call = """{"index":0,"id":"c","type":"function","function":{"name":"get_current_time","arguments":"{}"}}""";

    public static IEnumerable<UpstreamFault> All { get; } =
    [
        new("U1 429, Retry-After 1", Twice(reply => Retry(reply, 429, "1"))) { Text = Answer, Calls = 3, FallsBack = true },
        new("U1 429, Retry-After 120", Always(reply => Retry(reply, 429, "120"))) { Code = "provider_rate_limited", FallsBack = true },
        new("U2 500, 503", (number, reply) => Fail(number, reply, 500, 503)) { Text = Answer, Calls = 3, FallsBack = true },
        new("U2 502, 529", (number, reply) => Fail(number, reply, 502, 529)) { Text = Answer, Calls = 3, FallsBack = true },
        new("U2 503 without end", Always(reply => reply.Error(503, "Down."))) { Code = "provider_unavailable", Calls = 3, FallsBack = true },
        new("U3 401", Always(reply => reply.Error(401, $"Incorrect API key provided: {Key}."))) { Code = "provider_authentication", FallsBack = true },
        new("U3 403", Always(reply => reply.Error(403, $"{Key} may not."))) { Code = "provider_authentication", FallsBack = true },
        new("U4 closed before headers", Twice(reply => reply.Cut())) { Text = Answer, Calls = 3, FallsBack = true },
        new("U4 closed before headers without end", Always(reply => reply.Cut())) { Code = "provider_unavailable", Calls = 3, FallsBack = true },
        new("U5 closed in mid-stream", Always(reply => reply.Text("So ").Cut())) { Code = "provider_truncated", Text = "So ", FallsBack = true },
        new("U5 ended without finish", Always(reply => reply.Raw(Chunk("So ")))) { Code = "provider_truncated", Text = "So ", FallsBack = true },
        new("U6 error frame 429", Always(reply => reply.Text("So ").Event(ErrorFrame(429)))) { Code = "provider_rate_limited", Text = "So ", FallsBack = true },
        new("U6 error frame 503 first", Twice(reply => reply.Event(ErrorFrame(503)))) { Text = Answer, Calls = 3, FallsBack = true },
        new("U6 error frame 401", Always(reply => reply.Text("So ").Event(ErrorFrame(401)))) { Code = "provider_authentication", Text = "So ", FallsBack = true },
        new("U7 stall after a piece", Always(reply => reply.Text("So ").Hold()))
        {
            Code = "provider_timeout", Text = "So ", FallsBack = true, IsLeft = true,
        },
        new("U7 stall before any piece", Always(reply => reply.Delta("{}").Hold()))
        {
            Code = "provider_timeout", Calls = 3, FallsBack = true, IsLeft = true,
        },
        new("U8 late first piece, long stream", Always(Slow)) { Text = string.Concat(Enumerable.Repeat("so ", 12)) },
        new("U9 CRLF, comments, unknown fields", Always(reply => reply.Raw(Odd()))) { Text = Answer },
        new("U9 a line of 1 MB", Always(reply => reply.Raw(Chunk(new string('x', 1_000_000))).Raw(End))) { Text = new string('x', 1_000_000) },
        new("U9 no JSON", Always(reply => reply.Text("So ").Event("{\"choices\":[{"))) { Code = "provider_malformed", Text = "So ", FallsBack = true },
        new("U9 an HTML page", Always(reply => reply.Status(200, "<html>Sign in</html>", "text/html"))) { Code = "provider_malformed", FallsBack = true },
        new("U10 arguments cut off, repaired", (number, reply) => Tool(number, reply, "c", "get_current_time", "{\"zo", 1)) { Text = Answer, Calls = 2 },
        new("U10 arguments never repaired", (number, reply) => Tool(number, reply, "c", "get_current_time", "{\"zo", 9)) { Code = "provider_malformed", Calls = 3 },
        new("U11 unknown tool", (number, reply) => Tool(number, reply, "c", "launch_rockets", "{}", 1)) { Text = Answer, Calls = 2 },
        new("U11 tool without a name", (number, reply) => Tool(number, reply, "c", "", "{}", 1)) { Text = Answer, Calls = 2 },
        new("U11 ids used twice", (number, reply) => Tool(number, reply, "", "get_current_time", "{}", 2)) { Text = Answer, Calls = 3 },
        new("U11 two calls of one id", TwoCallsOfOneId) { Text = Answer, Calls = 2 },
        new("U12 empty", Always(_ => { })) { FinishReason = "empty" },
        new("U12 only reasoning", Always(reply => reply.Reasoning("Hm."))) { FinishReason = "onlyReasoning" },
        new("U12 content filter", Always(reply => reply.Text("So ").Finish("content_filter"))) { Text = "So ", FinishReason = "contentFilter" },
        new("U12 length", Always(reply => reply.Text("So ").Finish("length"))) { Text = "So ", FinishReason = "length" },
        new("U13 context too long", Always(reply => reply.Error(400, "This model's maximum context length is 10 tokens.", "context_length_exceeded")))
        {
            Code = "provider_context_length",
        },
        new("U14 no usage", Always(reply => reply.Text(Answer))) { Text = Answer },
        new("U14 absurd usage", Always(reply => reply.Text(Answer).Usage(2_000_000_000, 2_000_000_000))) { Text = Answer },
        new("U15 100 MB", Always(Endless)) { Code = "provider_malformed", Text = null, FallsBack = true, IsLeft = true },
    ];

    private static string End => "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

    public static void Whole(UpstreamReply reply) => reply.Texts(Answer[..5], Answer[5..]).Usage(10, 5);

    private static Action<int, UpstreamReply> Always(Action<UpstreamReply> write) => (_, reply) => write(reply);

    private static Action<int, UpstreamReply> Twice(Action<UpstreamReply> write) => (number, reply) =>
    {
        if (number <= 2)
        {
            write(reply);
        }
        else
        {
            Whole(reply);
        }
    };

    private static void Retry(UpstreamReply reply, int status, string seconds) => reply.Header("Retry-After", seconds).Error(status, "Slow down.");

    private static void Fail(int number, UpstreamReply reply, params ReadOnlySpan<int> statuses)
    {
        if (number <= statuses.Length)
        {
            reply.Error(statuses[number - 1], "Down.", type: "server_error");
        }
        else
        {
            Whole(reply);
        }
    }

    private static void Tool(int number, UpstreamReply reply, string id, string name, string arguments, int times)
    {
        if (number <= times)
        {
            reply.ToolCall(id, name, arguments);
        }
        else
        {
            Whole(reply);
        }
    }

    private static void TwoCallsOfOneId(int number, UpstreamReply reply)
    {
        if (number == 1)
        {
            reply.Delta($$"""{"tool_calls":[{{Call}},{{Call.Replace("\"index\":0", "\"index\":1", StringComparison.Ordinal)}}]}""").Finish("tool_calls");
        }
        else
        {
            Whole(reply);
        }
    }

    /// <summary>Each limit of the provider is met, and all together are passed many times over.</summary>
    private static void Slow(UpstreamReply reply)
    {
        reply.Pause(TimeSpan.FromSeconds(0.5));
        for (var piece = 0; piece < 12; piece++)
        {
            reply.Text("so ").Pause(TimeSpan.FromSeconds(0.3));
        }
    }

    private static void Endless(UpstreamReply reply)
    {
        var piece = new string('x', 1_000_000);
        for (var megabyte = 0; megabyte < 100; megabyte++)
        {
            reply.Text(() => piece);
        }
    }

    private static string Chunk(string text) =>
        $$$"""data: {"choices":[{"index":0,"delta":{"content":{{{JsonSerializer.Serialize(text)}}}},"finish_reason":null}]}""" + "\n\n";

    private static string Odd() => (": a comment\nretry: 5\nid: 7\nx-other: y\n" + Chunk(Answer) + ": ping\n\n" + End).Replace("\n", "\r\n", StringComparison.Ordinal);

    private static string ErrorFrame(int status) => $$$"""{"error":{"message":"It broke: {{{Key}}}","code":{{{status}}}}}""";
}
