using System.Net;
using System.Text.Json;

namespace AIWhisperer.Server.Tests.Streaming;

/// <summary>What goes out of the server, over each wire, of a turn that reasons, says something, calls a tool and answers.</summary>
public sealed class ChannelTests : IAsyncLifetime
{
    private const string Canary = "canary-of-reasoning";
    private const string Talk = "Let me look.";
    private const string Answer = "It is noon.";

    private static readonly (string, string) s_accept = ("Accept", "text/event-stream");

    private TestServer _server = null!;
    private HubClient _hub = null!;
    private string _id = null!;
    private string _turnId = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Session => $"/api/sessions/{_id}";

    public static TheoryData<string> BadChannels => ["", ",", "thoughts", "final,thoughts", "Final"];

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _hub = await HubClient.ConnectAsync(_server.Address);
        _id = await _server.CreateSessionAsync();
        ScriptTurn();
        var turn = await _server.CallAsync(HttpMethod.Post, $"{Session}/turns", """{"text":"When is it?"}""");
        _turnId = turn.GetProperty("turnId").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Reasoning_ThatNobodyAskedFor_IsOnNoWire()
    {
        ScriptTurn();
        var live = HubAsync("Attach", _id, 0);
        var waited = await TextAsync(HttpMethod.Post, $"{Session}/turns", """{"text":"wait"}""");
        ScriptTurn();
        var streamed = await TextAsync(HttpMethod.Post, $"{Session}/turns", """{"text":"stream"}""", s_accept);
        var stored = HubAsync("Attach", _id, 0);
        var cancelled = await _hub.InvokeAsync("Cancel", _id, _turnId);
        using var events = await _server.SendAsync(HttpMethod.Get, $"{Session}/events", null, null, s_accept);

        string[] wires =
        [
            waited,
            streamed,
            .. await live,
            .. await stored,
            cancelled.GetRawText(),
            .. await events.ReadEventsAsync().Select(item => item.Data.GetRawText()).TakeUntilTurnsEnd(3).ToArrayAsync(Token),
            await TextAsync(HttpMethod.Get, $"{Session}/events"),
            await TextAsync(HttpMethod.Get, $"{Session}/messages"),
            await TextAsync(HttpMethod.Get, $"{Session}/turns/{_turnId}"),
            await TextAsync(HttpMethod.Post, $"{Session}/turns/{_turnId}/cancel"),
        ];

        Assert.All(wires, wire => Assert.DoesNotContain(Canary, wire, StringComparison.Ordinal));
        Assert.Contains(wires, wire => wire.Contains(Talk, StringComparison.Ordinal));
        Assert.Contains(wires, wire => wire.Contains(Answer, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reasoning_ThatWasAskedFor_IsOnThatWire()
    {
        const string Query = "channels=final,analysis";
        ScriptTurn();
        var waited = await TextAsync(HttpMethod.Post, $"{Session}/turns?{Query}", """{"text":"wait"}""");
        ScriptTurn();
        var streamed = await TextAsync(HttpMethod.Post, $"{Session}/turns?{Query}", """{"text":"stream"}""", s_accept);
        using var events = await _server.SendAsync(HttpMethod.Get, $"{Session}/events?{Query}", null, null, s_accept);

        string[] wires =
        [
            waited,
            streamed,
            string.Concat(await HubAsync("AttachChannels", _id, 0, "final,analysis")),
            string.Concat(await events.ReadEventsAsync().Select(item => item.Data.GetRawText()).TakeUntilTurnsEnd(3).ToArrayAsync(Token)),
            await TextAsync(HttpMethod.Get, $"{Session}/events?{Query}"),
            await TextAsync(HttpMethod.Get, $"{Session}/messages?{Query}"),
            await TextAsync(HttpMethod.Get, $"{Session}/turns/{_turnId}?{Query}"),
        ];

        Assert.All(wires, wire =>
        {
            Assert.Contains(Canary, wire, StringComparison.Ordinal);
            Assert.Contains(Answer, wire, StringComparison.Ordinal);
            Assert.DoesNotContain("get_current_time", wire, StringComparison.Ordinal);
        });

        // While it is streamed the talk may still turn out to be the answer.
        Assert.All([wires[0], .. wires[2..]], wire => Assert.DoesNotContain(Talk, wire, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Attach_OfTwoClientsWithDifferentChannels_GivesEachItsOwn()
    {
        var after = (await _server.CallAsync(HttpMethod.Get, $"{Session}/turns/{_turnId}")).GetProperty("lastSeq").GetInt64();
        await using var other = await HubClient.ConnectAsync(_server.Address);
        var talk = HubAsync("AttachChannels", _id, after, "commentary", turns: 1);
        var answer = HubAsync(other, "AttachChannels", _id, after, "final", turns: 1);
        ScriptTurn();
        await _server.CallAsync(HttpMethod.Post, $"{Session}/turns", """{"text":"And now?"}""");

        Assert.Equal([Talk], Completed(await talk));
        Assert.Equal([Answer], Completed(await answer));
        Assert.Contains(await talk, item => item.Contains("tool.requested", StringComparison.Ordinal));
        Assert.Contains(await answer, item => item.Contains("message.dropped", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(BadChannels))]
    public async Task Channels_ThatThereAreNot_AreRefusedWithTheChoices(string channels)
    {
        var before = (await _server.CallAsync(HttpMethod.Get, $"{Session}/turns/{_turnId}")).GetProperty("lastSeq").GetInt64();
        (HttpMethod Method, string Path, string? Body)[] calls =
        [
            (HttpMethod.Get, "events", null),
            (HttpMethod.Get, "messages", null),
            (HttpMethod.Get, $"turns/{_turnId}", null),
            (HttpMethod.Post, "turns", """{"text":"hi"}"""),
        ];
        foreach (var (method, path, body) in calls)
        {
            using var response = await _server.SendAsync(method, $"{Session}/{path}?channels={channels}", body);

            var problem = await response.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
            Assert.Equal("channels", problem.Field());
            Assert.Contains("'analysis'", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        var page = await _server.CallAsync(HttpMethod.Get, $"{Session}/events?after={before}");
        Assert.Empty(page.GetProperty("events").EnumerateArray());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""["thoughts"]""")]
    [InlineData("""["final",null]""")]
    [InlineData("null")]
    [InlineData("\"final\"")]
    [InlineData("[1]")]
    public async Task AttachChannels_ToWhatThereIsNot_IsRefused(string channels)
    {
        var refused = await Assert.ThrowsAsync<HubCallException>(async () => await _hub.SendTextAsync(
            call => $$"""{"type":4,"invocationId":"{{call}}","target":"AttachChannels","arguments":["{{_id}}",0,{{channels}}]}"""));

        Assert.Contains("\"invalid_request\"", refused.Message, StringComparison.Ordinal);
        Assert.Contains("\"channels", refused.Message, StringComparison.Ordinal);
    }

    private void ScriptTurn() => _server.Upstream
        .Script("model-a", reply => reply.Reasoning(Canary).Text(Talk).ToolCall("c", "get_current_time", "{}"))
        .Script("model-a", reply => reply.Reasoning(Canary).Text(Answer));

    private static IEnumerable<string?> Completed(string[] events) => events
        .Select(item => JsonSerializer.Deserialize<JsonElement>(item))
        .Where(item => item.GetProperty("type").GetString() == "message.completed")
        .Select(item => item.GetProperty("text").GetString());

    private Task<string[]> HubAsync(string target, string id, long after, string? channels = null, int turns = 3) =>
        HubAsync(_hub, target, id, after, channels, turns);

    private static async Task<string[]> HubAsync(HubClient hub, string target, string id, long after, string? channels, int turns) =>
        await hub.StreamAsync(target, channels is null ? [id, after] : [id, after, channels.Split(',')])
            .Select(item => item.GetRawText())
            .TakeUntilTurnsEnd(turns)
            .ToArrayAsync(Token);

    private async Task<string> TextAsync(HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var response = await _server.SendAsync(method, path, body, null, headers);
        var text = await response.Content.ReadAsStringAsync(Token);
        Assert.True(response.IsSuccessStatusCode, text);
        return text;
    }
}
