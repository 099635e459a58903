using System.Net;
using System.Text.Json;

namespace AIWhisperer.Server.Tests.ClientTools;

/// <summary>Tools that clients run: declared with a message or while attached, answered over REST or the hub.</summary>
public sealed class ClientToolTests : IAsyncLifetime
{
    private const string Declaration =
        """{"name":"pick_file","description":"Lets the user pick a file.","parameters":{"type":"object","properties":{"title":{"type":"string"}},"required":["title"]} }""";

    private static readonly string[] s_channels = ["final"];
    private static readonly JsonElement[] s_declared = [JsonSerializer.Deserialize<JsonElement>(Declaration)];

    private TestServer _server = null!;
    private string _session = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(new TestServerSetup
        {
            Agents = """
                alice: { name: Alice, prompt: You are Alice., ai_config: { model: model-a }, client_tools: true,
                         approval: [{ tool: pick_file, decision: always, even_untrusted: true }] }
                debbie: { name: Debbie, prompt: You are Debbie., ai_config: { model: model-b } }
                """,
        });
        _session = await _server.CreateSessionAsync();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Tool_OfAMessage_IsCalled_AndItsResultIsAnsweredOverRest()
    {
        CallsTool("model-a", "c1");
        await using var events = await AttachAsync();
        var turn = await SendAsync($$"""{"text":"go","tools":[{{Declaration}}]}""");
        var called = await events.UntilAsync("tool.clientCalled");

        using var answered = await AnswerAsync(turn, "c1", """{"result":{"path":"a.txt"} }""");
        var completed = await events.UntilAsync("tool.completed");
        await events.UntilAsync("turn.completed");

        Assert.Equal("Which?", called.GetProperty("arguments").GetProperty("title").GetString());
        Assert.Equal(HttpStatusCode.NoContent, answered.StatusCode);
        Assert.Equal("""{"path":"a.txt"}""", completed.GetProperty("result").GetString());
        Assert.True(completed.GetProperty("untrusted").GetBoolean());
        Assert.Contains("a.txt", _server.Upstream.Requests[1].BodyText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tool_OfAnAttachedClient_IsOfferedToTurnsThatBegin_AndAnsweredOverTheHub()
    {
        CallsTool("model-a", "c1");
        await using var hub = await HubClient.ConnectAsync(_server.Address);
        await using var events = new Events(hub.StreamAsync("AttachWithTools", _session, 0, s_channels, s_declared));
        await events.UntilAsync("session.created");
        var turn = (await hub.InvokeAsync("Send", _session, new { text = "go" })).GetProperty("turnId").GetString();

        var called = await events.UntilAsync("tool.clientCalled");
        await hub.InvokeAsync("ProvideToolResult", _session, turn, called.GetProperty("callId").GetString(), new { result = "a.txt" });
        await events.UntilAsync("turn.completed");

        Assert.Contains("a.txt", _server.Upstream.Requests[1].BodyText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, """{"result":null}""")]
    [InlineData(true, """{"result":null}""")]
    [InlineData(false, """{"result":null,"error":null}""")]
    public async Task Answer_OfNothing_IsAResult(bool overTheHub, string answer)
    {
        CallsTool("model-a", "c1");
        await using var events = await AttachAsync();
        var turn = await SendAsync($$"""{"text":"go","tools":[{{Declaration}}]}""");
        await events.UntilAsync("tool.clientCalled");

        await AnswerAsync(overTheHub, turn, answer);
        var completed = await events.UntilAsync("tool.completed");
        await events.UntilAsync("turn.completed");

        Assert.Equal(("succeeded", "null"), (completed.GetProperty("outcome").GetString(), completed.GetProperty("result").GetString()));
    }

    [Fact]
    public async Task Answer_OfAnError_MayHaveANullBesideIt_ButNoResult()
    {
        CallsTool("model-a", "c1");
        await using var events = await AttachAsync();
        var turn = await SendAsync($$"""{"text":"go","tools":[{{Declaration}}]}""");
        await events.UntilAsync("tool.clientCalled");

        foreach (var neither in (string[])["{}", """{"error":null}""", """{"result":1,"error":"No."}"""])
        {
            using var refused = await AnswerAsync(turn, "c1", neither);
            await refused.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        }

        using var answered = await AnswerAsync(turn, "c1", """{"result":null,"error":"No file."}""");

        Assert.Equal(HttpStatusCode.NoContent, answered.StatusCode);
        Assert.Contains("No file.", (await events.UntilAsync("tool.completed")).GetProperty("error").GetString(), StringComparison.Ordinal);
        await events.UntilAsync("turn.completed");
    }

    [Fact]
    public async Task Call_OfAClientThatGoesAway_FailsAtOnce_UnlessAnotherOffersTheTool()
    {
        CallsTool("model-a", "c1");
        await using var watcher = await AttachAsync();
        await using (var last = await HubClient.ConnectAsync(_server.Address))
        {
            await using var two = new Events(last.StreamAsync("AttachWithTools", _session, 0, s_channels, s_declared));
            await two.UntilAsync("session.created");
            await using (var first = await HubClient.ConnectAsync(_server.Address))
            {
                await using var one = new Events(first.StreamAsync("AttachWithTools", _session, 0, s_channels, s_declared));
                await one.UntilAsync("session.created");
                await SendAsync("""{"text":"go"}""");
                await one.UntilAsync("tool.clientCalled");
            }

            await two.UntilAsync("tool.clientCalled");
        }

        var completed = await watcher.UntilAsync("tool.completed");
        Assert.Equal("unknown", completed.GetProperty("outcome").GetString());
        Assert.Contains("has gone", completed.GetProperty("error").GetString(), StringComparison.Ordinal);
        await watcher.UntilAsync("turn.completed");
    }

    [Fact]
    public async Task Answers_OfTwoClients_TheFirstCounts_AndLaterOnesConflict()
    {
        CallsTool("model-a", "c1");
        await using var events = await AttachAsync();
        var turn = await SendAsync($$"""{"text":"go","tools":[{{Declaration}}]}""");
        await events.UntilAsync("tool.clientCalled");

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(index => AnswerAsync(turn, "c1", $$"""{"result":"answer {{index}}"}""")));
        await events.UntilAsync("turn.completed");
        using var late = await AnswerAsync(turn, "c1", """{"result":"late"}""");

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.NoContent);
        foreach (var refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.NoContent))
        {
            await refused.ReadProblemAsync(HttpStatusCode.Conflict, "tool_call_closed");
        }

        await late.ReadProblemAsync(HttpStatusCode.Conflict, "tool_call_closed");
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task Error_OfAClient_IsToldToTheModel_AndALongResultIsCut()
    {
        CallsTool("model-a", "c1");
        CallsTool("model-a", "c2");
        await using var events = await AttachAsync();
        var turn = await SendAsync($$"""{"text":"go","tools":[{{Declaration}}]}""");

        await events.UntilAsync("tool.clientCalled");
        using var failed = await AnswerAsync(turn, "c1", """{"error":"The user closed the window."}""");
        await events.UntilAsync("tool.clientCalled");
        using var longOne = await AnswerAsync(turn, "c2", $$"""{"result":"{{new string('x', 200_000)}}"}""");
        await events.UntilAsync("turn.completed");

        Assert.Contains("The user closed the window.", _server.Upstream.Requests[1].BodyText, StringComparison.Ordinal);
        Assert.Contains("bytes left out", _server.Upstream.Requests[2].BodyText, StringComparison.Ordinal);
        Assert.True(_server.Upstream.Requests[2].BodyText.Length < 80_000);
    }

    [Fact]
    public async Task Call_ThatNobodyAnswersInTime_EndsTheToolAndNotTheTurn()
    {
        CallsTool("model-a", "c1");
        await using var events = await AttachAsync();

        await SendAsync($$"""{"text":"go","tools":[{{Declaration[..^1]}},"timeoutSeconds":1}]}""");

        var completed = await events.UntilAsync("tool.completed");
        Assert.Equal("unknown", completed.GetProperty("outcome").GetString());
        Assert.Contains("took longer", completed.GetProperty("error").GetString(), StringComparison.Ordinal);
        await events.UntilAsync("turn.completed");
    }

    [Fact]
    public async Task Cancel_EndsACallThatWaits()
    {
        CallsTool("model-a", "c1");
        await using var events = await AttachAsync();
        var turn = await SendAsync($$"""{"text":"go","tools":[{{Declaration}}]}""");
        await events.UntilAsync("tool.clientCalled");

        var cancelled = await _server.CallAsync(HttpMethod.Post, $"/api/sessions/{_session}/turns/{turn}/cancel");
        using var late = await AnswerAsync(turn, "c1", """{"result":"late"}""");

        Assert.Equal("cancelled", cancelled.GetProperty("status").GetString());
        await late.ReadProblemAsync(HttpStatusCode.Conflict, "tool_call_closed");
    }

    [Fact]
    public async Task Answer_ToACallThatIsNone_IsNotFound()
    {
        var turn = (await _server.CallAsync(HttpMethod.Post, $"/api/sessions/{_session}/turns", """{"text":"hi"}""")).GetProperty("turnId").GetString()!;

        using var call = await AnswerAsync(turn, "c9", """{"result":"x"}""");
        using var noTurn = await AnswerAsync("0", "c1", """{"result":"x"}""");
        using var both = await AnswerAsync(turn, "c1", """{"result":"x","error":"y"}""");
        using var neither = await AnswerAsync(turn, "c1", "{}");

        await call.ReadProblemAsync(HttpStatusCode.NotFound, "tool_call_not_found");
        await noTurn.ReadProblemAsync(HttpStatusCode.NotFound, "turn_not_found");
        await both.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        await neither.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
    }

    [Theory]
    [InlineData("""{"result":"\ud800"}""")]
    [InlineData("""{"result":{"\ud800":1} }""")]
    [InlineData("""{"result":["\udc00"]}""")]
    [InlineData("""{"error":"\ud800"}""")]
    public async Task Answer_ThatCannotBeRead_IsABadRequest_AndTheCallGoesOnWaiting(string answer)
    {
        CallsTool("model-a", "c1");
        await using var events = await AttachAsync();
        var turn = await SendAsync($$"""{"text":"go","tools":[{{Declaration}}]}""");
        await events.UntilAsync("tool.clientCalled");

        using var refused = await AnswerAsync(turn, "c1", answer);
        using var taken = await AnswerAsync(turn, "c1", """{"result":"a.txt"}""");
        await events.UntilAsync("turn.completed");

        await refused.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal(HttpStatusCode.NoContent, taken.StatusCode);
        Assert.Contains("a.txt", _server.Upstream.Requests[1].BodyText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tools_OfAMessageThatWouldJoinATurn_AreABadRequest()
    {
        CallsTool("model-a", "c1");
        await using var events = await AttachAsync();
        var turn = await SendAsync($$"""{"text":"go","tools":[{{Declaration}}]}""");
        await events.UntilAsync("tool.clientCalled");

        using var refused = await _server.SendAsync(
            HttpMethod.Post, $"/api/sessions/{_session}/turns", $$"""{"text":"mine too","onBusy":"steer","tools":[{{Declaration}}]}""");
        using var answered = await AnswerAsync(turn, "c1", """{"result":"a.txt"}""");
        await events.UntilAsync("turn.completed");
        var idle = await _server.CallAsync(
            HttpMethod.Post, $"/api/sessions/{_session}/turns", $$"""{"text":"now","onBusy":"steer","tools":[{{Declaration}}]}""");

        Assert.Equal("tools", (await refused.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request")).Field());
        Assert.DoesNotContain("mine too", _server.Upstream.Requests[1].BodyText, StringComparison.Ordinal);
        Assert.Equal("completed", idle.GetProperty("status").GetString());
        Assert.Contains("pick_file", _server.Upstream.Requests[2].BodyText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":"","description":"x","parameters":{} }""", "tools[0].name")]
    [InlineData("""{"name":"a b","description":"x","parameters":{} }""", "tools[0].name")]
    [InlineData("""{"name":"get_current_time","description":"x","parameters":{} }""", "tools[0].name")]
    [InlineData("""{"name":"finish_turn","description":"x","parameters":{} }""", "tools[0].name")]
    [InlineData("""{"name":"a","description":"x","parameters":{} },{"name":"a","description":"x","parameters":{} }""", "tools[1].name")]
    [InlineData("""{"name":"a","description":"x","parameters":[]}""", "tools[0].parameters")]
    [InlineData("""{"name":"a","description":"x","parameters":{"type":"string"} }""", "tools[0].parameters")]
    [InlineData("""{"name":"a","description":"x","parameters":{"required":"x"} }""", "tools[0].parameters")]
    [InlineData("""{"name":"a","description":"x","parameters":{"properties":{"a":7} } }""", "tools[0].parameters")]
    [InlineData("""{"name":"a","description":"x","parameters":{"properties":{"a":{"type":5} } } }""", "tools[0].parameters")]
    [InlineData("""{"name":"a","description":"x","parameters":{"properties":{"a":{"type":[5]} } } }""", "tools[0].parameters")]
    [InlineData("""{"name":"a","description":"x","parameters":{"properties":{"a":{"type":{} } } } }""", "tools[0].parameters")]
    [InlineData("""{"name":"a","description":"x","parameters":{"required":[null]} }""", "tools[0].parameters")]
    [InlineData("""{"name":"a","description":"x","parameters":{"type":"\ud800"} }""", "tools[0].parameters")]
    [InlineData("""{"name":"a","description":"x","parameters":{"description":"\ud800"} }""", "tools[0].parameters")]
    [InlineData("null", "tools[0]")]
    [InlineData("""{"name":"a","description":"x","parameters":{} },null""", "tools[1]")]
    [InlineData("""{"name":"a","description":"x","parameters":{},"timeoutSeconds":0}""", "tools[0].timeoutSeconds")]
    [InlineData("""{"name":"a","description":"x","parameters":{},"timeoutSeconds":3601}""", "tools[0].timeoutSeconds")]
    [InlineData("""{"name":"a","description":"x","parameters":{},"foo":1}""", "tools[0].foo")]
    [InlineData("[]", "tools[0]")]
    public async Task Declaration_ThatDoesNotFit_IsABadRequest(string tools, string field)
    {
        using var refused = await _server.SendAsync(
            HttpMethod.Post, $"/api/sessions/{_session}/turns", $$"""{"text":"hi","tools":[{{tools}}]}""");

        Assert.Equal(field, (await refused.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request")).Field());
        Assert.Empty(_server.Upstream.Requests);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{"name":"a","description":"x","parameters":{"properties":{"a":{"type":5} } } }""")]
    public async Task Declaration_OfAnAttachedClient_ThatDoesNotFit_IsABadRequest(string tool)
    {
        await using var hub = await HubClient.ConnectAsync(_server.Address);
        var tools = new JsonElement?[] { JsonSerializer.Deserialize<JsonElement?>(tool) };

        var error = await Assert.ThrowsAsync<HubCallException>(
            async () => await hub.StreamAsync("AttachWithTools", _session, 0, s_channels, tools).FirstAsync(Token));

        Assert.Equal("invalid_request", error.Code);
    }

    [Fact]
    public async Task Declarations_BeyondTheLimits_AreABadRequest()
    {
        var many = string.Join(',', Enumerable.Range(0, 33).Select(index => $$"""{"name":"t{{index}}","description":"x","parameters":{} }"""));
        var large = $$"""{"name":"a","description":"x","parameters":{"description":"{{new string('x', 17_000)}}"} }""";
        var deep = $$"""{"name":"a","description":"x","parameters":{"x":{{new string('[', 17)}}{{new string(']', 17)}}} }""";

        foreach (var (tools, field) in ((string, string)[])[(many, "tools"), (large, "tools[0].parameters"), (deep, "tools[0].parameters")])
        {
            using var refused = await _server.SendAsync(
                HttpMethod.Post, $"/api/sessions/{_session}/turns", $$"""{"text":"hi","tools":[{{tools}}]}""");
            Assert.Equal(field, (await refused.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request")).Field());
        }
    }

    [Fact]
    public async Task Agent_WithoutTheGrant_TakesNoToolsWithAMessage_AndIsOfferedNone()
    {
        await using var hub = await HubClient.ConnectAsync(_server.Address);
        await using var events = new Events(hub.StreamAsync("AttachWithTools", _session, 0, s_channels, s_declared));
        await events.UntilAsync("session.created");

        using var refused = await _server.SendAsync(
            HttpMethod.Post, $"/api/sessions/{_session}/turns", $$"""{"text":"hi","agentId":"debbie","tools":[{{Declaration}}]}""");
        await _server.CallAsync(HttpMethod.Post, $"/api/sessions/{_session}/turns", """{"text":"hi","agentId":"debbie"}""");

        Assert.Equal("tools", (await refused.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request")).Field());
        Assert.DoesNotContain("pick_file", Assert.Single(_server.Upstream.Requests).BodyText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_DoNotMix()
    {
        var other = await _server.CreateSessionAsync();
        await using var hub = await HubClient.ConnectAsync(_server.Address);
        await using var events = new Events(hub.StreamAsync("AttachWithTools", _session, 0, s_channels, s_declared));
        await events.UntilAsync("session.created");

        await _server.CallAsync(HttpMethod.Post, $"/api/sessions/{other}/turns", """{"text":"hi"}""");

        Assert.DoesNotContain("pick_file", Assert.Single(_server.Upstream.Requests).BodyText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_SentAgainWithOtherTools_IsAnotherMessage()
    {
        const string named = """ "text":"hi","clientMessageId":"m1" """;
        await SendAsync($$"""{ {{named}},"tools":[{{Declaration}}]}""");

        using var refused = await _server.SendAsync(HttpMethod.Post, $"/api/sessions/{_session}/turns", $$"""{ {{named}} }""");

        await refused.ReadProblemAsync(HttpStatusCode.Conflict, "idempotency_conflict");
    }

    private void CallsTool(string model, string callId) =>
        _server.Upstream.Script(model, reply => reply.ToolCall(callId, "pick_file", """{"title":"Which?"}""").Finish("tool_calls"));

    private async Task<string> SendAsync(string message) =>
        (await _server.CallAsync(HttpMethod.Post, $"/api/sessions/{_session}/turns", message, null, ("Prefer", "respond-async")))
            .GetProperty("turnId").GetString()!;

    private Task<HttpResponseMessage> AnswerAsync(string turnId, string callId, string answer) =>
        _server.SendAsync(HttpMethod.Post, $"/api/sessions/{_session}/turns/{turnId}/tool-results/{callId}", answer);

    private async Task AnswerAsync(bool overTheHub, string turnId, string answer)
    {
        if (overTheHub)
        {
            await using var hub = await HubClient.ConnectAsync(_server.Address);
            await hub.InvokeAsync("ProvideToolResult", _session, turnId, "c1", JsonElement.Parse(answer));
        }
        else
        {
            using var answered = await AnswerAsync(turnId, "c1", answer);
            Assert.Equal(HttpStatusCode.NoContent, answered.StatusCode);
        }
    }

    private async Task<Events> AttachAsync()
    {
        var response = await _server.SendAsync(HttpMethod.Get, $"/api/sessions/{_session}/events", null, null, ("Accept", "text/event-stream"));
        return new Events(response.ReadEventsAsync().Select(item => item.Data), response);
    }

    /// <summary>The events of the session, in order.</summary>
    private sealed class Events(IAsyncEnumerable<JsonElement> source, IDisposable? connection = null) : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<JsonElement> _events = source.GetAsyncEnumerator(Token);

        public async Task<JsonElement> UntilAsync(string type)
        {
            while (await _events.MoveNextAsync())
            {
                if (_events.Current.GetProperty("type").GetString() == type)
                {
                    return _events.Current;
                }
            }

            throw new InvalidOperationException($"No {type} came.");
        }

        public async ValueTask DisposeAsync()
        {
            connection?.Dispose();
            try
            {
                await _events.DisposeAsync();
            }
            catch (IOException)
            {
                // The connection was closed under it.
            }
        }
    }
}
