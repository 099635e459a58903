using System.Net;
using AIWhisperer.Server.Tests.Authentication;
using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Upstream;
using Microsoft.Extensions.DependencyInjection;

namespace AIWhisperer.Server.Tests.Mcp;

/// <summary>The endpoint as a client meets it that speaks the protocol byte by byte.</summary>
public sealed class McpEndpointTests : IAsyncLifetime
{
    private const string Anna = "key-anna";
    private const string Bob = "key-bob";

    private TestServer _server = null!;
    private HttpClient _anna = null!;
    private HttpClient _bob = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(
            [.. TestKeys.Settings(Anna, Bob), ("AIWhisperer:Mcp:Server:MaxSessionsPerOwner", "3"), ("AIWhisperer:Mcp:Server:MaxSessions", "4")]);
        _anna = _server.CreateClient(Anna);
        _bob = _server.CreateClient(Bob);
    }

    public async ValueTask DisposeAsync()
    {
        _anna.Dispose();
        _bob.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Client_IsOfferedTheAgentsThatCanAnswer_AndAsksOne()
    {
        var client = new RawMcpClient(_server, _anna);

        var begun = (await client.BeginAsync()).GetProperty("result");
        var tools = (await client.RequestAsync(RawMcpClient.ListTools)).GetProperty("tools").EnumerateArray().ToList();
        var answer = await client.RequestAsync(RawMcpClient.Call("ask_alice", """{"message":"hi"}"""));

        Assert.Equal("2025-11-25", begun.GetProperty("protocolVersion").GetString());
        Assert.True(begun.GetProperty("capabilities").GetProperty("tools").GetProperty("listChanged").GetBoolean());
        Assert.Equal(["ask_alice", "ask_debbie"], tools.Select(tool => tool.GetProperty("name").GetString()));
        Assert.Equal("model-a heard: hi", answer.GetProperty("content")[0].GetProperty("text").GetString());
        Assert.False(answer.GetProperty("isError").GetBoolean());
    }

    [Fact]
    public async Task Session_OfAConversation_IsTheCallersAlone()
    {
        var client = new RawMcpClient(_server, _anna);
        await client.BeginAsync();
        var answer = (await client.RequestAsync(RawMcpClient.Call("ask_alice", """{"message":"hi"}"""))).GetProperty("structuredContent");
        var turn = $"/api/sessions/{answer.GetProperty("sessionId").GetString()}/turns/{answer.GetProperty("turnId").GetString()}";

        using var foreign = await _server.SendAsync(HttpMethod.Get, turn, null, _bob);

        Assert.Equal("model-a heard: hi", (await _server.CallAsync(HttpMethod.Get, turn, null, _anna)).GetProperty("text").GetString());
        await foreign.ReadProblemAsync(HttpStatusCode.NotFound, "session_not_found");
    }

    [Fact]
    public async Task Session_ThatIsForeignOrUnknown_IsNotFound()
    {
        var client = new RawMcpClient(_server, _anna);
        await client.BeginAsync();
        var thief = new RawMcpClient(_server, _bob);

        foreach (var id in (string[])[client.SessionId, new string('0', 32), "../x"])
        {
            using var posted = await thief.PostAsync(RawMcpClient.ListTools, ("Mcp-Session-Id", id));
            using var listened = await thief.SendAsync(HttpMethod.Get, ("Mcp-Session-Id", id));
            using var ended = await thief.SendAsync(HttpMethod.Delete, ("Mcp-Session-Id", id));
            foreach (var refused in (HttpResponseMessage[])[posted, listened, ended])
            {
                Assert.Equal("Mcp-Session-Id", (await refused.ReadProblemAsync(HttpStatusCode.NotFound, "session_not_found")).Field());
            }
        }

        Assert.NotEmpty((await client.RequestAsync(RawMcpClient.ListTools)).GetProperty("tools").EnumerateArray());
    }

    [Fact]
    public async Task Request_WithoutAKey_IsRefused()
    {
        foreach (var method in (HttpMethod[])[HttpMethod.Post, HttpMethod.Get, HttpMethod.Delete])
        {
            using var refused = await _server.SendAsync(method, "/mcp", null, null, RawMcpClient.Accept);
            await refused.ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        }
    }

    [Theory]
    [InlineData("Origin", "https://evil.org")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Origin", "null")]
    [InlineData("Host", "evil.org")]
    [InlineData("Host", "localhost.evil.org")]
    public async Task Request_OfAWebPageFromElsewhere_IsForbidden(string header, string value)
    {
        var client = new RawMcpClient(_server, _anna);

        using var refused = await client.PostAsync(RawMcpClient.Initialize, (header, value));

        Assert.Equal(header, (await refused.ReadProblemAsync(HttpStatusCode.Forbidden, "forbidden")).Field());
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    public async Task Method_ThatIsNone_IsNotAllowed(string method)
    {
        using var refused = await _server.SendAsync(new HttpMethod(method), "/mcp", "{}", _anna, RawMcpClient.Accept);

        await refused.ReadProblemAsync(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"jsonrpc":"1.0","id":1,"method":"initialize"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":null,"method":"tools/list"}""")]
    [InlineData("""[{"jsonrpc":"2.0","id":1,"method":"tools/list"}]""")]
    public async Task Body_ThatIsNoMessage_IsABadRequest(string body)
    {
        using var refused = await new RawMcpClient(_server, _anna).PostAsync(body);

        Assert.Equal("body", (await refused.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request")).Field());
    }

    [Fact]
    public async Task Request_ThatDoesNotFitTheTransport_IsTold()
    {
        var client = new RawMcpClient(_server, _anna);

        using var noSession = await client.PostAsync(RawMcpClient.ListTools);
        using var newer = await client.PostAsync(RawMcpClient.Initialize, ("MCP-Protocol-Version", "2026-07-28"));
        using var notStreamed = await _server.SendAsync(HttpMethod.Post, "/mcp", RawMcpClient.Initialize, _anna, ("Accept", "application/json"));
        using var tooLarge = await client.PostAsync(RawMcpClient.Call("ask_alice", $$"""{"message":"{{new string('x', 1_100_000)}}"}"""));
        using var text = new HttpRequestMessage(HttpMethod.Post, "/mcp");
        text.Content = new StringContent(RawMcpClient.Initialize);
        using var noJson = await _anna.SendAsync(text, Token);

        Assert.Equal("Mcp-Session-Id", (await noSession.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request")).Field());
        Assert.Equal("MCP-Protocol-Version", (await newer.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request")).Field());
        Assert.Equal("Accept", (await notStreamed.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request")).Field());
        await tooLarge.ReadProblemAsync(HttpStatusCode.RequestEntityTooLarge, "too_large");
        await noJson.ReadProblemAsync(HttpStatusCode.UnsupportedMediaType, "invalid_request");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"message":7}""")]
    [InlineData("""{"message":""}""")]
    [InlineData("""{"message":"hi","new_conversation":"yes"}""")]
    [InlineData("""{"message":"hi","agent":"debbie"}""")]
    public async Task Arguments_ThatDoNotFit_AreAnErrorThatTheClientCanActOn(string arguments)
    {
        var client = new RawMcpClient(_server, _anna);
        await client.BeginAsync();

        var result = await client.RequestAsync(RawMcpClient.Call("ask_alice", arguments));

        Assert.True(result.GetProperty("isError").GetBoolean());
        var refused = result.GetProperty("structuredContent");
        Assert.Equal("refused", refused.GetProperty("status").GetString());
        Assert.Equal("invalid_request", refused.GetProperty("error").GetProperty("code").GetString());
        Assert.Empty(_server.Upstream.Requests);
    }

    [Theory]
    [InlineData("ask_nobody")]
    [InlineData("get_current_time")]
    [InlineData("switch_agent")]
    public async Task Tool_ThatIsNotOffered_IsAProtocolError(string tool)
    {
        var client = new RawMcpClient(_server, _anna);
        await client.BeginAsync();

        using var response = await client.PostAsync(RawMcpClient.Call(tool, """{"message":"hi"}"""));

        Assert.Equal(-32602, (await RawMcpClient.ReadAsync(response)).GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task Session_ThatWasEnded_IsGone_AndItsTurnIsCancelled()
    {
        var gate = new UpstreamGate();
        _server.Upstream.Script("model-a", reply => reply.Text("so far").Gate(gate));
        var client = new RawMcpClient(_server, _anna);
        await client.BeginAsync();
        using var asking = await client.PostAsync(RawMcpClient.Call("ask_alice", """{"message":"hi"}"""));
        await gate.Reached.WaitAsync(Token);

        using var ended = await client.SendAsync(HttpMethod.Delete);
        using var gone = await client.PostAsync(RawMcpClient.ListTools);

        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        await gone.ReadProblemAsync(HttpStatusCode.NotFound, "session_not_found");
        await _server.Upstream.Requests[0].Aborted.WaitAsync(Token);
    }

    [Fact]
    public async Task Request_ThatIsCancelled_CancelsItsTurn()
    {
        _server.Upstream.Script("model-a", reply => reply.Text("so far").Hold());
        var client = new RawMcpClient(_server, _anna);
        await client.BeginAsync();
        using var asking = await client.PostAsync(RawMcpClient.Call("ask_alice", """{"message":"hi"}"""));
        var request = await _server.Upstream.NextRequestAsync(Token);

        using var cancelled = await client.PostAsync("""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":3}}""");

        await request.Aborted.WaitAsync(Token);
    }

    [Fact]
    public async Task Sessions_BeyondTheLimit_TakeThePlaceOfTheOneSilentForLongest()
    {
        var clients = Enumerable.Range(0, 4).Select(_ => new RawMcpClient(_server, _anna)).ToList();
        foreach (var client in clients)
        {
            await client.BeginAsync();
        }

        using var first = await clients[0].PostAsync(RawMcpClient.ListTools);
        await first.ReadProblemAsync(HttpStatusCode.NotFound, "session_not_found");
        foreach (var client in clients.Skip(1))
        {
            Assert.NotEmpty((await client.RequestAsync(RawMcpClient.ListTools)).GetProperty("tools").EnumerateArray());
        }
    }

    [Fact]
    public async Task Sessions_ThatAreAllInUse_OrTheServersMost_AreALimit()
    {
        var streams = new List<HttpResponseMessage>();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            var client = new RawMcpClient(_server, _anna);
            await client.BeginAsync();
            streams.Add(await client.SendAsync(HttpMethod.Get));
        }

        using var own = await new RawMcpClient(_server, _anna).PostAsync(RawMcpClient.Initialize);
        await new RawMcpClient(_server, _bob).BeginAsync();
        using var all = await new RawMcpClient(_server, _bob).PostAsync(RawMcpClient.Initialize);

        await own.ReadProblemAsync(HttpStatusCode.TooManyRequests, "session_limit");
        await all.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "session_limit");
        streams.ForEach(stream => stream.Dispose());
    }

    [Fact]
    public async Task Session_ThatIsSilentForTooLong_IsForgotten_UnlessTheClientListens()
    {
        var clock = new ManualTimeProvider();
        await using var server = await TestServer.StartAsync(
            new TestServerSetup { Services = services => services.AddSingleton<TimeProvider>(clock) });
        var silent = new RawMcpClient(server);
        var listening = new RawMcpClient(server);
        await silent.BeginAsync();
        await listening.BeginAsync();
        using var stream = await listening.SendAsync(HttpMethod.Get);

        clock.Advance(TimeSpan.FromMinutes(32));

        using var gone = await silent.PostAsync(RawMcpClient.ListTools);
        await gone.ReadProblemAsync(HttpStatusCode.NotFound, "session_not_found");
        Assert.NotEmpty((await listening.RequestAsync(RawMcpClient.ListTools)).GetProperty("tools").EnumerateArray());
    }

    [Fact]
    public async Task Listening_Anew_EndsTheStreamBefore_AndLosesNoNews()
    {
        var client = new RawMcpClient(_server, _anna);
        await client.BeginAsync();
        using var first = await client.SendAsync(HttpMethod.Get);
        using var second = await client.SendAsync(HttpMethod.Get);
        Assert.Empty(await RawMcpClient.ReadAllAsync(first).ToListAsync(Token));

        await File.AppendAllTextAsync(_server.AgentsFile, "\nnora: { name: Nora, prompt: You are Nora., ai_config: { model: model-n } }\n", Token);
        await _server.CallAsync(HttpMethod.Post, "/api/agents/reload", null, _anna);

        var news = await RawMcpClient.ReadAllAsync(second).FirstAsync(Token);
        Assert.Equal("notifications/tools/list_changed", news.GetProperty("method").GetString());
        var tools = (await client.RequestAsync(RawMcpClient.ListTools)).GetProperty("tools").EnumerateArray();
        Assert.Contains("ask_nora", tools.Select(tool => tool.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Stream_ThatIsSilent_BeatsBetweenEvents()
    {
        await using var server = await TestServer.StartAsync(("AIWhisperer:Server:StreamHeartbeat", "00:00:00.100"));
        var gate = new UpstreamGate();
        server.Upstream.Script("model-a", reply => reply.Gate(gate).Text("late"));
        var client = new RawMcpClient(server);
        await client.BeginAsync();

        using var response = await client.PostAsync(RawMcpClient.Call("ask_alice", """{"message":"hi"}"""));
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Token));
        var first = await reader.ReadLineAsync(Token);
        gate.Open();
        var rest = await reader.ReadToEndAsync(Token);

        Assert.Equal(":", first);
        Assert.Contains("late", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_ThatStops_AnswersWhoWaits_AndEndsTheStreams()
    {
        await using var server = await TestServer.StartAsync();
        server.Upstream.Script("model-a", reply => reply.Text("so far").Hold());
        var client = new RawMcpClient(server);
        await client.BeginAsync();
        using var listening = await client.SendAsync(HttpMethod.Get);
        using var asking = await client.PostAsync(RawMcpClient.Call("ask_alice", """{"message":"hi"}"""));
        await server.Upstream.NextRequestAsync(Token);

        var stopping = server.StopAsync();
        var result = (await RawMcpClient.ReadAsync(asking)).GetProperty("result");

        Assert.True(result.GetProperty("isError").GetBoolean());
        Assert.Equal("interrupted", result.GetProperty("structuredContent").GetProperty("status").GetString());
        Assert.Empty(await RawMcpClient.ReadAllAsync(listening).ToListAsync(Token));
        await stopping;
    }
}
