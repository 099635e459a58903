using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace AIWhisperer.Server.Tests.Mcp;

/// <summary>Speaks the protocol byte by byte, so that a test can also speak it wrongly.</summary>
internal sealed class RawMcpClient(TestServer server, HttpClient? client = null)
{
    public const string Initialize =
        """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"raw","version":"1"}}}""";

    public const string ListTools = """{"jsonrpc":"2.0","id":2,"method":"tools/list"}""";

    public static (string Name, string Value) Accept { get; } = ("Accept", "application/json, text/event-stream");

    public string SessionId { get; private set; } = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static string Call(string tool, string arguments, int id = 3) =>
        $$"""{"jsonrpc":"2.0","id":{{id}},"method":"tools/call","params":{"name":"{{tool}}","arguments":{{arguments}} } }""";

    public static string CallWithProgress(string tool, string arguments, int id) =>
        $$"""{"jsonrpc":"2.0","id":{{id}},"method":"tools/call","params":{"name":"{{tool}}","arguments":{{arguments}},"_meta":{"progressToken":{{id}}} } }""";

    /// <summary>Calls a tool that a person is asked about, and returns once the question is told.</summary>
    public async Task<WaitingCall> BeginWaitingCallAsync(string tool, string arguments, int id = 30)
    {
        var response = await PostAsync(CallWithProgress(tool, arguments, id));
        var told = ReadAllAsync(response).GetAsyncEnumerator(Token);
        while (await told.MoveNextAsync())
        {
            Assert.False(told.Current.TryGetProperty("result", out var result), $"Nobody was asked: {result}");
            if (told.Current.GetProperty("params").GetProperty("message").GetString()!.Split(' ') is
                ["Waits", "for", "a", "person", "to", "approve", _, "answer", "approval", var approval, "in", "session", var session])
            {
                return new WaitingCall(response, told, session.TrimEnd('.'), approval);
            }
        }

        throw new InvalidOperationException("The stream ended before anybody was asked.");
    }

    /// <summary>Begins a session as the protocol wants it.</summary>
    public async Task<JsonElement> BeginAsync()
    {
        using var begun = await PostAsync(Initialize);
        SessionId = begun.Headers.GetValues("Mcp-Session-Id").Single();
        var answer = await ReadAsync(begun);
        using var said = await PostAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        Assert.Equal(HttpStatusCode.Accepted, said.StatusCode);
        return answer;
    }

    /// <summary>Posts a message, in the session that was begun unless a header names another.</summary>
    public Task<HttpResponseMessage> PostAsync(string message, params (string Name, string Value)[] headers)
    {
        (string, string)[] usual = SessionId.Length == 0 || headers.Any(header => header.Name == "Mcp-Session-Id")
            ? [Accept]
            : [Accept, ("Mcp-Session-Id", SessionId)];
        return server.SendAsync(HttpMethod.Post, "/mcp", message, client, [.. usual, .. headers]);
    }

    /// <summary>Posts a request and returns its result.</summary>
    public async Task<JsonElement> RequestAsync(string message)
    {
        using var response = await PostAsync(message);
        return (await ReadAsync(response)).GetProperty("result");
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, params (string Name, string Value)[] headers) =>
        server.SendAsync(method, "/mcp", null, client, [
            ("Accept", "text/event-stream"), .. headers.Length > 0 ? headers : [("Mcp-Session-Id", SessionId)]]);

    /// <summary>The last message of a stream: the answer.</summary>
    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response) => await ReadAllAsync(response).LastAsync(Token);

    public static async IAsyncEnumerable<JsonElement> ReadAllAsync(HttpResponseMessage response)
    {
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        await using var body = await response.Content.ReadAsStreamAsync(Token);
        await foreach (var item in SseParser.Create(body).EnumerateAsync(Token))
        {
            yield return JsonSerializer.Deserialize<JsonElement>(item.Data);
        }
    }
}
