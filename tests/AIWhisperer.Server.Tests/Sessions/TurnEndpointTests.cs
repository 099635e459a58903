using System.Net;
using System.Net.Http.Json;
using System.Text;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness.Upstream;
using Microsoft.Extensions.DependencyInjection;

namespace AIWhisperer.Server.Tests.Sessions;

public sealed class TurnEndpointTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private string _turns = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _turns = $"/api/sessions/{await _server.CreateSessionAsync()}/turns";
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Send_Waits_AndAnswersWithTheTurn()
    {
        var turn = await _server.CallAsync(HttpMethod.Post, _turns, """{"text":"hello"}""");

        Assert.Equal("completed", turn.GetProperty("status").GetString());
        Assert.Equal("model-a heard: hello", turn.GetProperty("text").GetString());
        Assert.Equal("stop", turn.GetProperty("finishReason").GetString());
    }

    [Fact]
    public async Task Send_WhoseTurnFails_IsAnsweredWithTheFailedTurn()
    {
        _server.Upstream.Script("model-a", reply => reply.Error(401, "bad key"));

        var turn = await _server.CallAsync(HttpMethod.Post, _turns, """{"text":"hello"}""");

        Assert.Equal("failed", turn.GetProperty("status").GetString());
        Assert.Equal("provider_authentication", turn.GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData(31)]
    [InlineData(60)]
    public async Task ToolCall_WithDeepArguments_IsShown(int depth)
    {
        var deep = $$"""{"text":{{new string('[', depth)}}{{new string(']', depth)}}}""";
        var store = _server.Services.GetRequiredService<ISessionStore>();
        var id = await _server.CreateSessionAsync();
        var row = (await store.FindAsync(id, TestContext.Current.CancellationToken))! with { Id = "deep", LastSeq = 3 };
        await store.AppendAsync(
            row,
            [
                Logged(1, "message.added", """ "messageId":"m","role":"user","text":"Go" """),
                Logged(2, "tool.requested", $$""" "callId":"c","name":"look","arguments":{{deep}} """),
                Logged(3, "turn.cancelled", """ "by":"user" """),
            ]);

        var turn = await _server.CallAsync(HttpMethod.Get, "/api/sessions/deep/turns/t");

        Assert.Equal(deep, turn.GetProperty("toolCalls")[0].GetProperty("arguments").GetRawText());

        static LoggedEvent Logged(long seq, string type, string fields) => new(
            seq, type, "alice", "t", Encoding.UTF8.GetBytes(
                $$"""{"type":"{{type}}","seq":{{seq}},"at":"2026-01-01T00:00:00+00:00","agentId":"alice","turnId":"t",{{fields}}}"""));
    }

    [Theory]
    [InlineData("respond-async")]
    [InlineData("wait=10, Respond-Async")]
    public async Task Send_ThatPrefersAsync_IsAnsweredWithTheReceipt(string prefer)
    {
        var gate = new UpstreamGate();
        _server.Upstream.Script("model-a", reply => reply.Gate(gate).Text("late").Finish("stop"));

        using var response = await _server.SendAsync(HttpMethod.Post, _turns, """{"text":"hello"}""", null, ("Prefer", prefer));
        var running = await _server.CallAsync(HttpMethod.Get, response.Headers.Location!.OriginalString);
        gate.Open();

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("respond-async", response.Headers.GetValues("Preference-Applied").Single());
        Assert.Contains(running.GetProperty("status").GetString(), (string[])["queued", "running"]);
    }

    [Fact]
    public async Task Cancel_StopsARunningTurn_AndKeepsWhatWasWritten()
    {
        var written = new UpstreamGate();
        _server.Upstream.Script("model-a", reply => reply.Text("so far").Gate(written).Finish("stop"));
        using var sent = await _server.SendAsync(HttpMethod.Post, _turns, """{"text":"hello"}""", null, ("Prefer", "respond-async"));
        await written.Reached.WaitAsync(TestContext.Current.CancellationToken);

        var turn = await _server.CallAsync(HttpMethod.Post, $"{sent.Headers.Location!.OriginalString}/cancel");

        Assert.Equal("cancelled", turn.GetProperty("status").GetString());
        Assert.Equal("user", turn.GetProperty("cancelledBy").GetString());
    }

    [Fact]
    public async Task Send_ToABusyAgentThatRejects_IsAConflict()
    {
        var gate = new UpstreamGate();
        _server.Upstream.Script("model-a", reply => reply.Gate(gate).Finish("stop"));
        using var first = await _server.SendAsync(HttpMethod.Post, _turns, """{"text":"one"}""", null, ("Prefer", "respond-async"));

        using var second = await _server.SendAsync(HttpMethod.Post, _turns, """{"text":"two","onBusy":"reject"}""");
        gate.Open();

        await second.ReadProblemAsync(HttpStatusCode.Conflict, "agent_busy");
    }

    [Fact]
    public async Task Send_ToAFullQueue_SaysWhenToTryAgain()
    {
        await using var server = await TestServer.StartAsync(("AIWhisperer:Loops:MaxQueuedTurns", "0"));
        var gate = new UpstreamGate();
        server.Upstream.Script("model-a", reply => reply.Gate(gate).Finish("stop"));
        var turns = $"/api/sessions/{await server.CreateSessionAsync()}/turns";
        using var first = await server.SendAsync(HttpMethod.Post, turns, """{"text":"one"}""", null, ("Prefer", "respond-async"));

        using var second = await server.SendAsync(HttpMethod.Post, turns, """{"text":"two"}""");
        gate.Open();

        var problem = await second.ReadProblemAsync(HttpStatusCode.TooManyRequests, "queue_full");
        Assert.Equal(problem.GetProperty("retryAfterSeconds").GetInt32(), second.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    public async Task Send_WhoseSenderLeaves_IsCancelledWhereItSaidSo(string accept)
    {
        await using var server = await TestServer.StartAsync(("AIWhisperer:Sessions:DisconnectGrace", "00:00:00"));
        var written = new UpstreamGate();
        server.Upstream.Script("model-a", reply => reply.Text("so far").Gate(written));
        using var leaving = new CancellationTokenSource();
        server.Client.DefaultRequestHeaders.Add("Accept", accept);
        var turns = $"/api/sessions/{await server.CreateSessionAsync()}/turns";

        var left = Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            server.Client.PostAsJsonAsync(turns, new { text = "hello", onDisconnect = "cancel" }, leaving.Token));
        await written.Reached.WaitAsync(TestContext.Current.CancellationToken);
        await leaving.CancelAsync();
        await left;

        await server.Upstream.Requests.Single().Aborted.WaitAsync(TestContext.Current.CancellationToken);
    }
}
