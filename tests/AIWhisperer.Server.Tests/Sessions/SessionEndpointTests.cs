using System.Net;
using System.Text.Json;

namespace AIWhisperer.Server.Tests.Sessions;

public sealed class SessionEndpointTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Create_WithoutABody_StartsWithTheDefaultAgent()
    {
        using var response = await _server.SendAsync(HttpMethod.Post, "/api/sessions");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var session = await _server.CallAsync(HttpMethod.Get, response.Headers.Location!.OriginalString);
        Assert.Equal("alice", session.GetProperty("activeAgentId").GetString());
        Assert.Equal("local", session.GetProperty("owner").GetString());
    }

    [Fact]
    public async Task List_PageByPage_GivesEverySessionOnce()
    {
        var made = new HashSet<string>();
        for (var i = 0; i < 5; i++)
        {
            made.Add(await _server.CreateSessionAsync());
        }

        var seen = new List<string>();
        var cursor = "";
        do
        {
            var page = await _server.CallAsync(HttpMethod.Get, $"/api/sessions?limit=2{cursor}");
            seen.AddRange(page.GetProperty("sessions").EnumerateArray().Select(row => row.GetProperty("id").GetString()!));
            cursor = page.TryGetProperty("nextCursor", out var next) ? $"&cursor={next.GetString()}" : null;
        }
        while (cursor is not null);

        Assert.Equal(5, seen.Count);
        Assert.Equal(made, [.. seen]);
    }

    [Fact]
    public async Task List_Search_GivesTheSessionsWhoseTitleHoldsTheText()
    {
        foreach (var title in (string[])["Über Brücken", "Straight on", "BRÜCKEN & more"])
        {
            using var _ = await _server.SendAsync(HttpMethod.Post, "/api/sessions", $$"""{"title":"{{title}}"}""");
        }

        var first = await _server.CallAsync(HttpMethod.Get, $"/api/sessions?search={Uri.EscapeDataString("brücken")}&limit=1");
        var cursor = first.GetProperty("nextCursor").GetString();
        var second = await _server.CallAsync(HttpMethod.Get, $"/api/sessions?search={Uri.EscapeDataString("brücken")}&limit=1&cursor={cursor}");
        var all = await _server.CallAsync(HttpMethod.Get, "/api/sessions?search=");

        Assert.Equal("BRÜCKEN & more", TitleOf(first));
        Assert.Equal("Über Brücken", TitleOf(second));
        Assert.False(second.TryGetProperty("nextCursor", out _));
        Assert.Equal(3, all.GetProperty("sessions").GetArrayLength());

        static string? TitleOf(JsonElement page) => Assert.Single(page.GetProperty("sessions").EnumerateArray()).GetProperty("title").GetString();
    }

    [Fact]
    public async Task Rename_ThenDelete_ShowsAndThenIsGone()
    {
        var id = await _server.CreateSessionAsync();

        var renamed = await _server.CallAsync(HttpMethod.Patch, $"/api/sessions/{id}", """{"title":"About agents"}""");
        using var deleted = await _server.SendAsync(HttpMethod.Delete, $"/api/sessions/{id}");
        using var gone = await _server.SendAsync(HttpMethod.Get, $"/api/sessions/{id}");

        Assert.Equal("About agents", renamed.GetProperty("title").GetString());
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await gone.ReadProblemAsync(HttpStatusCode.NotFound, "session_not_found");
    }

    [Fact]
    public async Task SwitchAgent_MovesTheConversationToTheOtherModel()
    {
        var id = await _server.CreateSessionAsync();
        var before = await _server.CallAsync(HttpMethod.Post, $"/api/sessions/{id}/turns", """{"text":"one"}""");

        var session = await _server.CallAsync(
            HttpMethod.Put, $"/api/sessions/{id}/agent", """{"agentId":"debbie","carryOver":{"policy":"last","last":1}}""");
        var after = await _server.CallAsync(HttpMethod.Post, $"/api/sessions/{id}/turns", """{"text":"two"}""");

        Assert.Equal("debbie", session.GetProperty("activeAgentId").GetString());
        Assert.Equal("model-a", before.GetProperty("model").GetString());
        Assert.Equal("model-b", after.GetProperty("model").GetString());
    }

    [Fact]
    public async Task Messages_PageByPage_GiveTheWholeHistory()
    {
        var id = await _server.CreateSessionAsync();
        await _server.CallAsync(HttpMethod.Post, $"/api/sessions/{id}/turns", """{"text":"one"}""");
        await _server.CallAsync(HttpMethod.Post, $"/api/sessions/{id}/turns", """{"text":"two","agentId":"debbie"}""");

        var first = await _server.CallAsync(HttpMethod.Get, $"/api/sessions/{id}/messages?limit=3");
        var rest = await _server.CallAsync(
            HttpMethod.Get, $"/api/sessions/{id}/messages?after={first.GetProperty("nextAfter").GetInt64()}");

        Assert.Equal(["one", "model-a heard: one", "two", "model-b heard: two"], Texts(first).Concat(Texts(rest)));
        Assert.False(rest.TryGetProperty("nextAfter", out _));
    }

    [Fact]
    public async Task Loops_ShowWhatIsLive_AndAreReleased()
    {
        var id = await _server.CreateSessionAsync();
        await _server.CallAsync(HttpMethod.Post, $"/api/sessions/{id}/turns", """{"text":"one"}""");

        var live = (await _server.CallAsync(HttpMethod.Get, "/api/loops")).GetProperty("loops").EnumerateArray().Single();
        using var released = await _server.SendAsync(HttpMethod.Delete, $"/api/loops/{id}/alice");
        var left = (await _server.CallAsync(HttpMethod.Get, "/api/loops")).GetProperty("loops");

        Assert.Equal(id, live.GetProperty("sessionId").GetString());
        Assert.Equal("model-a", live.GetProperty("model").GetString());
        Assert.Equal(1, live.GetProperty("turns").GetInt32());
        Assert.Equal(HttpStatusCode.NoContent, released.StatusCode);
        Assert.Equal(0, left.GetArrayLength());
    }

    private static IEnumerable<string> Texts(JsonElement page) =>
        page.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("text").GetString()!);
}
