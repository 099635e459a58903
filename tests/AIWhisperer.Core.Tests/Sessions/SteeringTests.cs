using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Upstream;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions;

/// <summary>A message that joins a turn reaches the model exactly once, wherever in the turn it comes.</summary>
public sealed class SteeringTests
{
    private const string ExplicitSignal = """
        alice:
          name: "Alice"
          prompt: "You are Alice."
          ai_config: { model: model-a }
          allow_tools: [get_current_time]
          continuation: { require_explicit_signal: true }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Steer_WhileTheHistoryIsRead_IsToldOnce()
    {
        FailingStore? store = null;
        await using var host = await CoreHost.StartAsync(Token, wrapStore: inner => store = new FailingStore(inner));
        var session = await host.CreateSessionAsync(Token);
        var reading = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        store!.ReadsWaitFor = query =>
        {
            if (query.Types?.Contains(EventTypes.TurnSteered) == true)
            {
                reading.TrySetResult();
                return go.Task;
            }

            return Task.CompletedTask;
        };
        await session.SendAsync(new NewMessage("one"), Token);
        await reading.Task.WaitAsync(Token);
        var joined = await session.SendAsync(new NewMessage("two", OnBusy: BusyPolicy.Steer), Token);
        go.SetResult();
        await session.WaitForTurnAsync(joined.TurnId, Token);
        Assert.Equal(["user: one", "user: two"], host.Upstream.Requests[0].Messages.Skip(1));
    }

    [Fact]
    public async Task Steer_BeforeFinishTurn_TheTurnGoesOnAsAnyOther()
    {
        await using var host = await CoreHost.StartAsync(Token, agents: ExplicitSignal);
        var gate = new UpstreamGate();
        host.Upstream
            .Script("model-a", reply => reply.Text("Done.").Gate(gate).ToolCall("f", "finish_turn", "{}"))
            .Script("model-a", reply => reply.ToolCall("c", "get_current_time", "{}"))
            .Script("model-a", reply => reply.Text("It is noon.").ToolCall("f2", "finish_turn", "{}"));
        var session = await host.CreateSessionAsync(Token);
        await session.SendAsync(new NewMessage("Work"), Token);
        await gate.Reached.WaitAsync(Token);
        var joined = await session.SendAsync(new NewMessage("And the time?", OnBusy: BusyPolicy.Steer), Token);
        gate.Open();
        var turn = await session.WaitForTurnAsync(joined.TurnId, Token);
        Assert.Equal(3, host.Upstream.Requests.Count);
        Assert.Contains("It is noon.", turn.Replies.Select(reply => reply.Text));
    }

    [Fact]
    public async Task Steer_BeforeAnEmptyAnswer_TheTurnGoesOn()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var gate = new UpstreamGate();
        host.Upstream.Script("model-a", reply => reply.Gate(gate)).Script("model-a", reply => reply.Text("Yes."));
        var session = await host.CreateSessionAsync(Token);
        await session.SendAsync(new NewMessage("one"), Token);
        await gate.Reached.WaitAsync(Token);
        var joined = await session.SendAsync(new NewMessage("two", OnBusy: BusyPolicy.Steer), Token);
        gate.Open();
        var turn = await session.WaitForTurnAsync(joined.TurnId, Token);
        Assert.Equal((TurnStatus.Completed, null), (turn.Status, turn.Error?.Code));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("key-1")]
    public async Task Steer_StoreStalls_IsAcknowledgedWhenItIsStoredAndToldOnce(string? key)
    {
        FailingStore? store = null;
        var clock = new ManualTimeProvider();
        await using var host = await CoreHost.StartAsync(Token, wrapStore: inner => store = new FailingStore(inner), clock: clock);
        var gate = new UpstreamGate();
        host.Upstream.Script("model-a", reply => reply.Text("Well").Gate(gate).Text(" then")).Script("model-a", reply => reply.Text("Yes."));
        var session = await host.CreateSessionAsync(Token);
        var first = await session.SendAsync(new NewMessage("one"), Token);
        await session.AttachAsync(0, Token).UntilAsync(read => read is MessageDelta, Token);
        var stall = new TaskCompletionSource();
        store!.AppendsWaitFor = stall.Task;

        var sending = session.SendAsync(new NewMessage("late", OnBusy: BusyPolicy.Steer, ClientMessageId: key), Token);
        await store.Stalled.WaitAsync(Token);
        clock.Advance(new SessionOptions().StoreTimeout * 2);
        store.AppendsWaitFor = null;
        stall.SetResult();
        var joined = await sending;
        gate.Open();
        await session.WaitForTurnAsync(first.TurnId, Token);

        Assert.Equal(first.TurnId, joined.TurnId);
        Assert.Single(host.Upstream.Requests[^1].Messages, "user: late");
    }

    [Fact]
    public async Task Steer_PastFinishTurnAgainAndAgain_IsNoToolLoop()
    {
        await using var host = await CoreHost.StartAsync(Token, agents: ExplicitSignal);
        UpstreamGate[] gates = [new(), new(), new()];
        foreach (var gate in gates)
        {
            host.Upstream.Script("model-a", reply => reply.Text("Done.").Gate(gate).ToolCall("f", "finish_turn", "{}"));
        }

        host.Upstream.Script("model-a", reply => reply.Text("Really done.").ToolCall("f", "finish_turn", "{}"));
        var session = await host.CreateSessionAsync(Token);
        var first = await session.SendAsync(new NewMessage("Work"), Token);
        foreach (var gate in gates)
        {
            await gate.Reached.WaitAsync(Token);
            await session.SendAsync(new NewMessage("More", OnBusy: BusyPolicy.Steer), Token);
            gate.Open();
        }

        var turn = await session.WaitForTurnAsync(first.TurnId, Token);
        Assert.Equal((FinishReason.Stop, 4), (turn.FinishReason, host.Upstream.Requests.Count));
    }
}
