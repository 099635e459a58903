using System.Net;
using System.Text.Json;

namespace AIWhisperer.Server.Tests.Sessions;

/// <summary>A tool call that a person is asked about, over REST and the hub: the same answers and the same codes.</summary>
public sealed class ApprovalEndpointTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private HubClient _hub = null!;
    private string _session = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(new TestServerSetup
        {
            Agents = """
                alice:
                  name: "Alice"
                  prompt: "You are Alice."
                  ai_config: { model: model-a }
                  allow_tools: [get_current_time]
                  approval: [{ tool: get_current_time, decision: ask }]
                """,
        });
        _hub = await HubClient.ConnectAsync(_server.Address);
        _session = $"/api/sessions/{await _server.CreateSessionAsync()}";
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Approve_OverRest_LetsTheTurnGoOn()
    {
        var (turn, asked) = await AskAsync();
        var waiting = await _server.CallAsync(HttpMethod.Get, turn);
        var pending = (await _server.CallAsync(HttpMethod.Get, $"{_session}/approvals")).GetProperty("pending");

        var answer = await _server.CallAsync(
            HttpMethod.Post, $"{_session}/approvals/{Id(asked)}", $$"""{"decision":"approve","remember":"call","hash":"{{asked.GetProperty("hash").GetString()}}"}""");
        await EndAsync();

        Assert.Equal("waitingForApproval", waiting.GetProperty("status").GetString());
        Assert.Equal(Id(asked), Id(Assert.Single(pending.EnumerateArray())));
        Assert.Equal(Id(asked), Id(Assert.Single(waiting.GetProperty("toolCalls").EnumerateArray()).GetProperty("approval")));
        Assert.Equal(("approved", "call"), (answer.GetProperty("resolution").GetString(), answer.GetProperty("remember").GetString()));
        Assert.Equal("completed", (await _server.CallAsync(HttpMethod.Get, turn)).GetProperty("status").GetString());
        var approvals = await _server.CallAsync(HttpMethod.Get, $"{_session}/approvals");
        Assert.Equal((0, 1), (approvals.GetProperty("pending").GetArrayLength(), approvals.GetProperty("standing").GetArrayLength()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Revoke_TakesBackWhatStands(bool overTheHub)
    {
        var (turn, asked) = await AskAsync();
        var all = await _server.CallAsync(HttpMethod.Get, "/api/approvals?limit=1");
        await _server.CallAsync(
            HttpMethod.Post, $"{_session}/approvals/{Id(asked)}", """{"decision":"approve","reason":"Fine","remember":"tool"}""");
        await EndAsync();
        var ended = await _server.CallAsync(HttpMethod.Get, turn);

        if (overTheHub)
        {
            await _hub.InvokeAsync("RevokeApproval", _session.Split('/')[^1], Id(asked));
        }
        else
        {
            using var deleted = await _server.SendAsync(HttpMethod.Delete, $"{_session}/approvals/{Id(asked)}");
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        }

        var waiting = Assert.Single(all.GetProperty("pending").EnumerateArray());
        Assert.Equal(_session.Split('/')[^1], waiting.GetProperty("sessionId").GetString());
        Assert.Equal(Id(asked), Id(waiting.GetProperty("approval")));
        var approval = Assert.Single(ended.GetProperty("toolCalls").EnumerateArray()).GetProperty("approval");
        Assert.Equal(
            ("approved", "tool", "Fine", asked.GetProperty("reason").GetString()),
            (Text("resolution"), Text("remember"), Text("answerReason"), Text("reason")));
        Assert.Equal("user", (await SeeAsync("tool.approvalRevoked")).GetProperty("by").GetString());
        Assert.Equal(0, (await _server.CallAsync(HttpMethod.Get, $"{_session}/approvals")).GetProperty("standing").GetArrayLength());
        using var again = await _server.SendAsync(HttpMethod.Delete, $"{_session}/approvals/{Id(asked)}");
        await again.ReadProblemAsync(HttpStatusCode.NotFound, "approval_not_found");

        string? Text(string name) => approval.GetProperty(name).GetString();
    }

    [Fact]
    public async Task Loops_WhileACallWaits_SaySo()
    {
        await AskAsync();

        var loops = await _server.CallAsync(HttpMethod.Get, "/api/loops");

        Assert.Equal("waitingForApproval", Assert.Single(loops.GetProperty("loops").EnumerateArray()).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Refuse_OverTheHub_TellsTheModel()
    {
        var (turn, asked) = await AskAsync();

        var answer = await _hub.InvokeAsync(
            "ResolveApproval", _session.Split('/')[^1], Id(asked), new { decision = "refuse", reason = "Too late in the day" });
        await EndAsync();

        Assert.Equal("refused", answer.GetProperty("resolution").GetString());
        var call = Assert.Single((await _server.CallAsync(HttpMethod.Get, turn)).GetProperty("toolCalls").EnumerateArray());
        Assert.Equal("notRun", call.GetProperty("outcome").GetString());
        Assert.Contains("Too late in the day", call.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_ThatDoNotCount_HaveTheSameCodesOnBothWires()
    {
        var (_, asked) = await AskAsync();
        await RefusedAsync("0", new { decision = "approve" }, HttpStatusCode.NotFound, "approval_not_found");
        await RefusedAsync(Id(asked), new { decision = "approve", hash = "0" }, HttpStatusCode.Conflict, "approval_mismatch");
        await RefusedAsync(Id(asked), new { decision = "maybe" }, HttpStatusCode.BadRequest, "invalid_request");
        await RefusedAsync(Id(asked), new { decision = "approve,refuse" }, HttpStatusCode.BadRequest, "invalid_request");
        await RefusedAsync(Id(asked), new { decision = "refuse", remember = "tool" }, HttpStatusCode.BadRequest, "invalid_request");
        await RefusedAsync(
            Id(asked), new { decision = "refuse", reason = new string('x', 1_001) }, HttpStatusCode.RequestEntityTooLarge, "too_large");

        await _server.CallAsync(HttpMethod.Post, $"{_session}/approvals/{Id(asked)}", """{"decision":"refuse"}""");

        await RefusedAsync(Id(asked), new { decision = "approve" }, HttpStatusCode.Conflict, "approval_resolved");
    }

    private static string Id(JsonElement question) => question.GetProperty("approvalId").GetString()!;

    private async Task RefusedAsync(string approval, object answer, HttpStatusCode status, string code)
    {
        using var response = await _server.SendAsync(HttpMethod.Post, $"{_session}/approvals/{approval}", JsonSerializer.Serialize(answer));
        await response.ReadProblemAsync(status, code);
        var error = await Assert.ThrowsAsync<HubCallException>(
            () => _hub.InvokeAsync("ResolveApproval", _session.Split('/')[^1], approval, answer));
        Assert.Equal(code, error.Code);
    }

    /// <summary>Has Alice ask; gives the turn's address and the question.</summary>
    private async Task<(string Turn, JsonElement Asked)> AskAsync()
    {
        _server.Upstream.Script("model-a", reply => reply.ToolCall("c", "get_current_time", "{}"));
        using var sent = await _server.SendAsync(HttpMethod.Post, $"{_session}/turns", """{"text":"Go"}""", null, ("Prefer", "respond-async"));
        return (sent.Headers.Location!.OriginalString, await SeeAsync("tool.approvalRequired"));
    }

    private Task<JsonElement> EndAsync() => SeeAsync("turn.completed");

    private async Task<JsonElement> SeeAsync(string type) => await _hub.StreamAsync("Attach", _session.Split('/')[^1], 0)
        .FirstAsync(item => item.GetProperty("type").GetString() == type, TestContext.Current.CancellationToken);
}
