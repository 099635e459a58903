using System.Text.Json;
using AIWhisperer.ServerHarness;

namespace AIWhisperer.Reliability.Following;

/// <summary>The calls that most suites make.</summary>
internal static class ServerCalls
{
    /// <summary>Sends a message and returns its turn once it is durable.</summary>
    public static async Task<string> PostAsync(this TestServer server, string session, string text, string agent)
    {
        var body = JsonSerializer.Serialize(new { text, agentId = agent });
        var receipt = await server.CallAsync(HttpMethod.Post, $"/api/sessions/{session}/turns", body, null, ("Prefer", "respond-async"));
        return receipt.GetProperty("turnId").GetString()!;
    }

    /// <summary>Sends a message and returns its turn once it has ended.</summary>
    public static Task<JsonElement> AskAsync(this TestServer server, string session, string text, string agent = "alice") =>
        server.CallAsync(HttpMethod.Post, $"/api/sessions/{session}/turns", JsonSerializer.Serialize(new { text, agentId = agent }));

    /// <summary>The turn as it ended, once it has.</summary>
    public static async Task<JsonElement> WaitForEndAsync(this TestServer server, string session, string turn)
    {
        var path = $"/api/sessions/{session}/turns/{turn}";
        var view = await server.CallAsync(HttpMethod.Get, path);
        if (view.GetProperty("status").GetString() is not ("queued" or "running"))
        {
            return view;
        }

        var after = view.GetProperty("lastSeq").GetInt64();
        using var response = await server.SendAsync(
            HttpMethod.Get, $"/api/sessions/{session}/events?after={after}", headers: ("Accept", "text/event-stream"));
        await foreach (var (_, type, data) in response.ReadEventsAsync())
        {
            if (type is "turn.completed" or "turn.cancelled" or "turn.failed" or "turn.interrupted" && data.GetProperty("turnId").ValueEquals(turn))
            {
                break;
            }
        }

        return await server.CallAsync(HttpMethod.Get, path);
    }

    /// <summary>Every stored event of the session, oldest first.</summary>
    public static async Task<IReadOnlyList<JsonElement>> StoredEventsAsync(this TestServer server, string session)
    {
        var events = new List<JsonElement>();
        long? after = 0;
        while (after is not null)
        {
            var page = await server.CallAsync(HttpMethod.Get, $"/api/sessions/{session}/events?limit=1000&after={after}");
            events.AddRange(page.GetProperty("events").EnumerateArray());
            after = page.TryGetProperty("nextAfter", out var next) ? next.GetInt64() : null;
        }

        return events;
    }
}
