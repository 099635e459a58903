using System.Text.Json;
using AIWhisperer.TestHarness.Upstream;

namespace AIWhisperer.Server.Tests.Streaming;

public sealed class ChatHubTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private HubClient _hub = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _hub = await HubClient.ConnectAsync(_server.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task SendAndAttach_StreamTheAnswer()
    {
        var id = await CreateAsync();
        var receipt = await _hub.InvokeAsync("Send", id, new { text = "hi" });

        var text = "";
        await foreach (var item in _hub.StreamAsync("Attach", id, receipt.GetProperty("seq").GetInt64() - 1))
        {
            text += item.GetProperty("type").GetString() == "message.delta" ? item.GetProperty("text").GetString() : "";
            if (item.GetProperty("type").GetString() == "turn.completed")
            {
                break;
            }
        }

        var turn = await _server.CallAsync(HttpMethod.Get, $"/api/sessions/{id}/turns/{receipt.GetProperty("turnId").GetString()}");
        Assert.Equal("model-a heard: hi", turn.GetProperty("text").GetString());
        Assert.EndsWith(text, "model-a heard: hi", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attach_GivesTheEventsAsTheyAreStored()
    {
        var id = await CreateAsync();
        await _server.CallAsync(HttpMethod.Post, $"/api/sessions/{id}/turns", """{"text":"<ü> & \"hi\""}""");
        var stored = (await _server.CallAsync(HttpMethod.Get, $"/api/sessions/{id}/events")).GetProperty("events")
            .EnumerateArray().Select(item => item.GetRawText()).ToArray();

        var streamed = await _hub.StreamAsync("Attach", id, 0)
            .Where(item => item.GetProperty("type").GetString() != "message.delta")
            .Take(stored.Length)
            .Select(item => item.GetRawText())
            .ToArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal(stored, streamed);
    }

    [Fact]
    public async Task Cancel_WhileAttached_EndsTheTurn()
    {
        var written = new UpstreamGate();
        _server.Upstream.Script("model-a", reply => reply.Text("so far").Gate(written).Finish("stop"));
        var id = await CreateAsync();
        var receipt = await _hub.InvokeAsync("Send", id, new { text = "go", onBusy = "reject" });
        await written.Reached.WaitAsync(TestContext.Current.CancellationToken);

        var turn = await _hub.InvokeAsync("Cancel", id, receipt.GetProperty("turnId").GetString());

        Assert.Equal("cancelled", turn.GetProperty("status").GetString());
    }

    [Fact]
    public async Task SwitchAgent_ShowsInTheSession()
    {
        var id = await CreateAsync();

        var session = await _hub.InvokeAsync("SwitchAgent", id, "debbie", null);

        Assert.Equal("debbie", session.GetProperty("activeAgentId").GetString());
    }

    public static TheoryData<string, string, string, string?> BadCalls() => new()
    {
        { "Send", """["{id}", {"txt":"hi"}]""", "invalid_request", "txt" },
        { "Send", """["{id}", {"text":1}]""", "invalid_request", "text" },
        { "Send", """["{id}", {}]""", "invalid_request", "text" },
        { "Send", """["{id}", null]""", "invalid_request", "message" },
        { "Send", """["{id}", {"text":" "}]""", "invalid_request", "text" },
        { "Send", """["{id}", "hi"]""", "invalid_request", "text" },
        { "Send", """[1, {"text":"hi"}]""", "invalid_request", "sessionId" },
        { "Send", """["{id}"]""", "invalid_request", null },
        { "Send", """["{id}", {"text":"hi","agentId":"nobody"}]""", "agent_not_found", "agentId" },
        { "Send", """["none", {"text":"hi"}]""", "session_not_found", null },
        { "Send", """[null, {"text":"hi"}]""", "invalid_request", "sessionId" },
        { "CreateSession", """[{"agent":"alice"}]""", "invalid_request", "agent" },
        { "CreateSession", """[{"agentId":"eve"}]""", "agent_unavailable", null },
        { "Cancel", """["{id}", "none"]""", "turn_not_found", null },
        { "SwitchAgent", """["{id}", "nobody", null]""", "agent_not_found", "agentId" },
        { "SwitchAgent", """["{id}", "debbie", {"policy":"last","last":1,"x":1}]""", "invalid_request", "carryOver.x" },
        { "SwitchAgent", """["{id}", "debbie", "full"]""", "invalid_request", "carryOver" },
        { "SwitchAgent", """["{id}", "debbie", {}]""", "invalid_request", "carryOver" },
        { "SwitchAgent", """["{id}", "debbie", {"policy":"last"}]""", "invalid_request", "carryOver.last" },
        { "Attach", """["none", 0]""", "session_not_found", null },
        { "Attach", """["{id}", -1]""", "invalid_cursor", "after" },
        { "Attach", """["{id}", 999999]""", "invalid_cursor", "after" },
        { "Attach", """["{id}", "abc"]""", "invalid_cursor", "after" },
        { "Attach", """["{id}", 1.5]""", "invalid_cursor", "after" },
        { "Attach", """["{id}", 99999999999999999999]""", "invalid_cursor", "after" },
        { "Attach", """["{id}", null]""", "invalid_cursor", "after" },
        { "Nothing", """["{id}"]""", "invalid_request", null },
    };

    [Theory]
    [MemberData(nameof(BadCalls))]
    public async Task Call_ThatCannotBeServed_EndsWithTheProblem(string method, string arguments, string code, string? field)
    {
        var id = await CreateAsync();
        var values = JsonSerializer.Deserialize<object?[]>(arguments.Replace("{id}", id, StringComparison.Ordinal))!;

        var error = method == "Attach"
            ? await Assert.ThrowsAsync<HubCallException>(async () => await _hub.StreamAsync(method, values).ToListAsync(TestContext.Current.CancellationToken))
            : await Assert.ThrowsAsync<HubCallException>(() => _hub.InvokeAsync(method, values));

        Assert.Equal(code, error.Code);
        Assert.Equal(field, error.Field);
        Assert.NotEmpty(error.Problem.GetProperty("message").GetString()!);
    }

    [Theory]
    [InlineData("""{"type":1,"invocationId":"{call}","target":"Send","arguments":["none",{oops}]}""")]
    [InlineData("""{"arguments":["none",{deep}],"invocationId":"{call}","target":"Send","type":1}""")]
    public async Task Call_ThatCannotBeReadAsJson_EndsWithTheProblem_AndTheConnectionGoesOn(string message)
    {
        var deep = string.Concat(Enumerable.Repeat("""{"text":""", 200)) + "1" + new string('}', 200);

        var error = await Assert.ThrowsAsync<HubCallException>(() =>
            _hub.SendTextAsync(id => message.Replace("{call}", id, StringComparison.Ordinal).Replace("{deep}", deep, StringComparison.Ordinal)));

        Assert.Equal("invalid_request", error.Code);
        Assert.Contains("malformed", error.Problem.GetProperty("message").GetString(), StringComparison.Ordinal);
        await CreateAsync();
    }

    [Fact]
    public async Task Call_WithHalfASurrogatePair_IsToldThatItIsNoUnicode()
    {
        var error = await Assert.ThrowsAsync<HubCallException>(() => _hub.SendTextAsync(id =>
            $$"""{"type":1,"invocationId":"{{id}}","target":"Send","arguments":["none",{"text":"\ud800"}]}"""));

        Assert.Equal("text", error.Field);
        Assert.Contains("valid Unicode", error.Problem.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_OfTheLargestText_IsTaken()
    {
        var id = await CreateAsync();

        await _hub.InvokeAsync("Send", id, new { text = new string('a', 100_000) });
        var error = await Assert.ThrowsAsync<HubCallException>(() => _hub.InvokeAsync("Send", id, new { text = new string('a', 100_001) }));

        Assert.Equal("too_large", error.Code);
        Assert.Equal("text", error.Field);
    }

    [Theory]
    [InlineData(262_145)]
    [InlineData(2_000_000)]
    public async Task Message_OverTheLimit_EndsTheConnectionWithItsReason_NotTheTurn(int size)
    {
        var gate = new UpstreamGate();
        _server.Upstream.Script("model-a", reply => reply.Text("begun ").Gate(gate).Text("done"));
        var id = await CreateAsync();
        var receipt = await _hub.InvokeAsync("Send", id, new { text = "go" });

        _ = _hub.SendTextAsync(call => Padded(call, id, size));
        var reason = await CloseProblemAsync();
        gate.Open();

        Assert.Equal("too_large", reason.GetProperty("code").GetString());
        Assert.Contains("MaxHubMessageBytes", reason.GetProperty("message").GetString(), StringComparison.Ordinal);
        await using var again = await HubClient.ConnectAsync(_server.Address);
        await again.StreamAsync("Attach", id, 0).FirstAsync(
            item => item.GetProperty("type").GetString() == "turn.completed", TestContext.Current.CancellationToken);
        var turn = await _server.CallAsync(HttpMethod.Get, $"/api/sessions/{id}/turns/{receipt.GetProperty("turnId").GetString()}");
        Assert.Equal("begun done", turn.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Message_OfExactlyTheLimit_IsRead()
    {
        var id = await CreateAsync();

        var error = await Assert.ThrowsAsync<HubCallException>(() => _hub.SendTextAsync(call => Padded(call, id, 262_144)));

        Assert.Equal("text", error.Field);
        await CreateAsync();
    }

    [Fact]
    public async Task Message_ThatIsNoCall_EndsTheConnectionWithItsReason()
    {
        _ = _hub.SendTextAsync(_ => "no call");

        var reason = await CloseProblemAsync();

        Assert.Equal("invalid_request", reason.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Connection_ThatWaits_IsPinged()
    {
        await using var server = await TestServer.StartAsync(("AIWhisperer:Server:StreamHeartbeat", "00:00:00.100"));
        await using var hub = await HubClient.ConnectAsync(server.Address);

        await hub.Pinged.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Connection_EndsWhenTheServerStops()
    {
        var id = await CreateAsync();
        await using var events = _hub.StreamAsync("Attach", id, 0).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await events.MoveNextAsync());

        await _server.StopAsync();

        await _hub.Closed.WaitAsync(TestContext.Current.CancellationToken);
    }

    private async Task<string> CreateAsync() => (await _hub.InvokeAsync("CreateSession", new { })).GetProperty("id").GetString()!;

    private async Task<JsonElement> CloseProblemAsync()
    {
        await _hub.Closed.WaitAsync(TestContext.Current.CancellationToken);
        return new HubCallException(_hub.CloseReason!).Problem;
    }

    /// <summary>A call whose message, with the sign that ends it, has that many bytes.</summary>
    private static string Padded(string call, string sessionId, int size)
    {
        const string End = "\"}]}";
        var begin = $$"""{"type":1,"invocationId":"{{call}}","target":"Send","arguments":["{{sessionId}}",{"text":""" + "\"";
        return begin + new string(' ', size - 1 - begin.Length - End.Length) + End;
    }
}
