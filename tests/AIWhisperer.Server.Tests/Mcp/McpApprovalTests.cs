using System.Collections.Concurrent;
using System.ComponentModel;
using System.Net;
using System.Text.Json;
using AIWhisperer.Core.Sessions;
using AIWhisperer.Core.Tools;
using AIWhisperer.Server.Tests.Authentication;
using AIWhisperer.TestHarness;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace AIWhisperer.Server.Tests.Mcp;

/// <summary>Calls that a client makes itself and a person is asked about: turns of the client's session, without a model.</summary>
public sealed class McpApprovalTests : IAsyncLifetime
{
    private const string Anna = "key-anna";
    private const string Bob = "key-bob";
    private const string Arguments = """{"text":"x"}""";

    private readonly ConcurrentQueue<string> _effects = [];
    private TestServer _server = null!;
    private HttpClient _anna = null!;
    private RawMcpClient _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await StartAsync(TimeProvider.System);
        _anna = _server.CreateClient(Anna);
        _client = await BeginAsync(_server, _anna);
    }

    public async ValueTask DisposeAsync()
    {
        _anna.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Call_ThatIsApproved_RunsOnce_AndIsInTheLog()
    {
        using var waiting = await _client.BeginWaitingCallAsync("launch", Arguments);
        Assert.Empty(_effects);

        await AnswerAsync(waiting, """{"decision":"approve"}""");
        var result = await waiting.ResultAsync();

        Assert.Equal(("launch did x", false), (TextOf(result), result.GetProperty("isError").GetBoolean()));
        Assert.Equal(["launch x"], _effects);
        Assert.Equal(
            [
                "session.created", "message.added", "turn.started", "tool.requested", "tool.approvalRequired", "tool.approvalResolved",
                "tool.progressed", "tool.completed", "turn.completed",
            ],
            (await EventsAsync(waiting)).Select(TypeOf));
        Assert.All((await EventsAsync(waiting)).Skip(1), item => Assert.Equal("caller:alice", item.GetProperty("agentId").GetString()));
        var listed = await _server.CallAsync(HttpMethod.Get, "/api/sessions", null, _anna);
        Assert.Equal(waiting.SessionId, Assert.Single(listed.GetProperty("sessions").EnumerateArray()).GetProperty("id").GetString());
        Assert.Empty(_server.Upstream.Requests);
    }

    [Fact]
    public async Task Call_ThatIsRefused_IsAnErrorWithTheReason()
    {
        using var waiting = await _client.BeginWaitingCallAsync("launch", Arguments);

        await AnswerAsync(waiting, """{"decision":"refuse","reason":"Not today."}""");
        var result = await waiting.ResultAsync();

        Assert.True(result.GetProperty("isError").GetBoolean());
        Assert.Contains("a person refused the call. The reason given: Not today.", TextOf(result), StringComparison.Ordinal);
        Assert.Empty(_effects);
    }

    [Fact]
    public async Task Call_ThatNobodyAnswers_IsAnError_AndTheClientIsToldMeanwhileThatItWaits()
    {
        var clock = new ManualTimeProvider();
        await using var server = await StartAsync(clock);
        using var anna = server.CreateClient(Anna);
        var client = await BeginAsync(server, anna);
        using var waiting = await client.BeginWaitingCallAsync("launch", Arguments);

        clock.Advance(TimeSpan.FromSeconds(15));
        clock.Advance(TimeSpan.FromSeconds(15));
        var reminder = await waiting.NextAsync();
        clock.Advance(TimeSpan.FromMinutes(10));
        var result = await waiting.ResultAsync();

        Assert.StartsWith(
            "Waits for a person to approve launch", reminder.GetProperty("params").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.True(result.GetProperty("isError").GetBoolean());
        Assert.Contains("nobody answered in time", TextOf(result), StringComparison.Ordinal);
        Assert.Empty(_effects);
    }

    [Fact]
    public async Task Call_ARuleRefuses_IsAnErrorThatSaysSo()
    {
        var result = await _client.RequestAsync(RawMcpClient.Call("forbidden", Arguments));

        Assert.True(result.GetProperty("isError").GetBoolean());
        Assert.Contains("A rule for the agent refuses this call", TextOf(result), StringComparison.Ordinal);
        Assert.Empty(_effects);
    }

    [Fact]
    public async Task Call_WhoseClientIsGone_IsCancelled_AndItsQuestionTakenBack()
    {
        var waiting = await _client.BeginWaitingCallAsync("launch", Arguments);

        waiting.Dispose();
        var ended = await UntilEndAsync(waiting);

        Assert.Equal("turn.cancelled", TypeOf(ended[^1]));
        Assert.Equal("withdrawn", ended.Single(item => TypeOf(item) == "tool.approvalResolved").GetProperty("resolution").GetString());
        using var late = await _server.SendAsync(HttpMethod.Post, waiting.Approval, """{"decision":"approve"}""", _anna);
        await late.ReadProblemAsync(HttpStatusCode.Conflict, "approval_resolved");
        Assert.Empty(_effects);
    }

    [Fact]
    public async Task Call_ThatTheClientCancels_IsCancelled()
    {
        using var waiting = await _client.BeginWaitingCallAsync("launch", Arguments);

        using var cancelled = await _client.PostAsync("""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":30}}""");
        var ended = await UntilEndAsync(waiting);

        Assert.Equal("turn.cancelled", TypeOf(ended[^1]));
        Assert.Empty(_effects);
    }

    [Fact]
    public async Task Call_ThatAPersonCancels_IsAnError()
    {
        using var waiting = await _client.BeginWaitingCallAsync("launch", Arguments);
        var turn = (await EventsAsync(waiting))[^1].GetProperty("turnId").GetString();

        await _server.CallAsync(HttpMethod.Post, $"/api/sessions/{waiting.SessionId}/turns/{turn}/cancel", null, _anna);
        var result = await waiting.ResultAsync();

        Assert.True(result.GetProperty("isError").GetBoolean());
        Assert.Contains("The turn was cancelled. The tool was not run", TextOf(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ThatWaits_HoldsNoOtherUp()
    {
        using var waiting = await _client.BeginWaitingCallAsync("launch", Arguments);
        using var second = await _client.BeginWaitingCallAsync("launch", """{"text":"y"}""", 31);

        var looked = await _client.RequestAsync(RawMcpClient.Call("look", Arguments));
        var asked = await _client.RequestAsync(RawMcpClient.Call("ask_alice", """{"message":"hi"}"""));
        await AnswerAsync(second, """{"decision":"approve"}""");

        Assert.Equal("look did x", TextOf(looked));
        Assert.Equal("model-a heard: hi", TextOf(asked));
        Assert.Equal("launch did y", TextOf(await second.ResultAsync()));
        Assert.Equal(waiting.SessionId, second.SessionId);
        Assert.Equal(["look x", "launch y"], _effects);
    }

    [Fact]
    public async Task Approval_ThatIsToBeRemembered_StandsForTheClientsLaterCalls()
    {
        using var waiting = await _client.BeginWaitingCallAsync("launch", Arguments);
        await AnswerAsync(waiting, """{"decision":"approve","remember":"tool"}""");
        await waiting.ResultAsync();

        var next = await _client.RequestAsync(RawMcpClient.Call("launch", """{"text":"y"}"""));

        Assert.Equal("launch did y", TextOf(next));
    }

    [Fact]
    public async Task Question_IsThePrincipalsOwn()
    {
        using var http = _server.CreateClient(Bob);
        var bob = await BeginAsync(_server, http);
        using var annas = await _client.BeginWaitingCallAsync("launch", Arguments);
        using var bobs = await bob.BeginWaitingCallAsync("launch", """{"text":"y"}""");

        using var answered = await _server.SendAsync(HttpMethod.Post, annas.Approval, """{"decision":"approve"}""", http);
        using var read = await _server.SendAsync(HttpMethod.Get, annas.Events, null, http);
        var listed = (await _server.CallAsync(HttpMethod.Get, "/api/sessions", null, http)).GetProperty("sessions");
        await AnswerAsync(annas, """{"decision":"approve"}""");

        await answered.ReadProblemAsync(HttpStatusCode.NotFound, "session_not_found");
        await read.ReadProblemAsync(HttpStatusCode.NotFound, "session_not_found");
        Assert.Equal(bobs.SessionId, Assert.Single(listed.EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal("launch did x", TextOf(await annas.ResultAsync()));
        Assert.Equal(["launch x"], _effects);
    }

    [Fact]
    public async Task Question_OutlivesAStopOfTheServer_AndTheCallRunsOnce()
    {
        using var waiting = await _client.BeginWaitingCallAsync("launch", Arguments);

        var restarting = _server.RestartAsync();
        var left = await waiting.ResultAsync();
        await restarting;
        using var anna = _server.CreateClient(Anna);
        var pending = (await _server.CallAsync(HttpMethod.Get, $"/api/sessions/{waiting.SessionId}/approvals", null, anna)).GetProperty("pending");
        await _server.CallAsync(HttpMethod.Post, waiting.Approval, """{"decision":"approve"}""", anna);
        var ended = await UntilEndAsync(waiting, anna);

        Assert.True(left.GetProperty("isError").GetBoolean());
        Assert.StartsWith("server_stopping: ", TextOf(left), StringComparison.Ordinal);
        Assert.Equal(1, pending.GetArrayLength());
        Assert.Equal("turn.completed", TypeOf(ended[^1]));
        Assert.Equal("launch did x", ended.Single(item => TypeOf(item) == "tool.completed").GetProperty("result").GetString());
        Assert.Equal(["launch x"], _effects);
    }

    [Fact]
    public async Task Caller_IsNoAgentToAnybody()
    {
        using var waiting = await _client.BeginWaitingCallAsync("launch", Arguments);
        var session = $"/api/sessions/{waiting.SessionId}";

        using var sent = await _server.SendAsync(
            HttpMethod.Post, $"{session}/turns", """{"agentId":"caller:alice","text":"{\"name\":\"look\",\"arguments\":{\"text\":\"y\"}}"}""", _anna);
        using var switched = await _server.SendAsync(HttpMethod.Put, $"{session}/agent", """{"agentId":"caller:alice"}""", _anna);
        var agents = await _server.CallAsync(HttpMethod.Get, "/api/agents", null, _anna);
        var loops = await _server.CallAsync(HttpMethod.Get, "/api/loops", null, _anna);

        await sent.ReadProblemAsync(HttpStatusCode.NotFound, "agent_not_found");
        await switched.ReadProblemAsync(HttpStatusCode.NotFound, "agent_not_found");
        Assert.DoesNotContain("caller:", agents.GetRawText() + loops.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(_effects);
    }

    [Fact]
    public async Task Calls_AreNothingThatTheNextAgentIsTold()
    {
        var asked = await _client.RequestAsync(RawMcpClient.Call("ask_alice", """{"message":"hi"}"""));
        await _client.RequestAsync(RawMcpClient.Call("look", Arguments));
        var session = $"/api/sessions/{asked.GetProperty("structuredContent").GetProperty("sessionId").GetString()}";
        await _server.CallAsync(HttpMethod.Put, $"{session}/agent", """{"agentId":"bob"}""", _anna);

        await _server.CallAsync(HttpMethod.Post, $"{session}/turns", """{"text":"And you?"}""", _anna);

        var told = _server.Upstream.Requests[^1].Body.GetRawText();
        Assert.Contains("model-a heard: hi", told, StringComparison.Ordinal);
        Assert.DoesNotContain("look", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("look", """{"text":"\ud83d"}""")]
    [InlineData("look", """{"\ud83d":"x"}""")]
    [InlineData("ask_alice", """{"message":"\ud83d"}""")]
    [InlineData("ask_alice", """{"message":"hi","\ud83d":1}""")]
    [InlineData("look", """{"text":[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]}""")]
    [InlineData("ask_alice", """{"message":" "}""")]
    public async Task Arguments_ThatAreNone_AreAnError_AndLeaveNoSession(string tool, string arguments)
    {
        using var response = await _client.PostAsync(RawMcpClient.Call(tool, arguments));
        var answer = await RawMcpClient.ReadAsync(response);

        Assert.True(answer.TryGetProperty("result", out var result), $"{answer}");
        Assert.True(result.GetProperty("isError").GetBoolean());
        Assert.DoesNotContain("internal", TextOf(result), StringComparison.Ordinal);
        Assert.Empty((await _server.CallAsync(HttpMethod.Get, "/api/sessions", null, _anna)).GetProperty("sessions").EnumerateArray());
        Assert.Empty(_effects);
    }

    [Fact]
    public async Task Client_ThatOnlyLooksAround_LeavesNoSession()
    {
        await _client.RequestAsync(RawMcpClient.ListTools);
        using var unknown = await _client.PostAsync(RawMcpClient.Call("nothing", "{}"));
        await RawMcpClient.ReadAsync(unknown);

        Assert.Empty((await _server.CallAsync(HttpMethod.Get, "/api/sessions", null, _anna)).GetProperty("sessions").EnumerateArray());
    }

    private Task<TestServer> StartAsync(TimeProvider clock) => TestServer.StartAsync(new TestServerSetup
    {
        Agents = """
            alice: { name: Alice, prompt: You are Alice., ai_config: { model: model-a }, continuation: { max_iterations: 1 },
                     allow_tools: [launch, look, forbidden], approval: [{ tool: forbidden, decision: never }] }
            bob: { name: Bob, prompt: You are Bob., ai_config: { model: model-a } }
            """,
        Services = services => services
            .AddSingleton(clock)
            .AddSingleton(Make("launch", ToolEffect.Execute))
            .AddSingleton(Make("forbidden", ToolEffect.Read))
            .AddSingleton(Make("look", ToolEffect.Read)),
        Settings =
        [
            .. TestKeys.Settings(Anna, Bob), ("AIWhisperer:Mcp:Server:Agent", "alice"), ("AIWhisperer:Sessions:DisconnectGrace", "00:00:00"),
        ],
    });

    private static async Task<RawMcpClient> BeginAsync(TestServer server, HttpClient http)
    {
        var client = new RawMcpClient(server, http);
        await client.BeginAsync();
        return client;
    }

    private Task<JsonElement> AnswerAsync(WaitingCall waiting, string answer) =>
        _server.CallAsync(HttpMethod.Post, waiting.Approval, answer, _anna);

    private async Task<List<JsonElement>> EventsAsync(WaitingCall waiting, HttpClient? http = null) =>
        [.. (await _server.CallAsync(HttpMethod.Get, waiting.Events, null, http ?? _anna)).GetProperty("events").EnumerateArray()];

    /// <summary>The session's events once its one turn has ended. Whoever followed them over the wire would keep the turn alive.</summary>
    private async Task<List<JsonElement>> UntilEndAsync(WaitingCall waiting, HttpClient? http = null)
    {
        var turnId = (await EventsAsync(waiting, http))[1].GetProperty("turnId").GetString()!;
        var session = await _server.Services.GetRequiredService<SessionDirectory>().GetAsync(TestKeys.NameOf(Anna), waiting.SessionId, Token);
        await session.WaitForTurnAsync(turnId, default, Token);
        return await EventsAsync(waiting, http);
    }

    private static string TypeOf(JsonElement item) => item.GetProperty("type").GetString()!;

    private static string TextOf(JsonElement result) => result.GetProperty("content")[0].GetProperty("text").GetString()!;

    private Tool Make(string name, ToolEffect effect) => new(
        AIFunctionFactory.Create(
            ([Description("Any.")] string text) =>
            {
                _effects.Enqueue($"{name} {text}");
                return $"{name} did {text}";
            },
            name,
            "Does something."),
        "test",
        effect);
}
