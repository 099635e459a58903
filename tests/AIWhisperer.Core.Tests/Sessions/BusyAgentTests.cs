using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Upstream;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions;

public sealed class BusyAgentTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cancel_RunningTurn_AbortsTheUpstreamAndKeepsThePartialText()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream.Script("model-a", reply => reply.Text("Once upon").Hold());
        var session = await host.CreateSessionAsync(Token);
        var receipt = await session.SendAsync(new NewMessage("Tell"), Token);
        await session.AttachAsync(0, Token).UntilAsync(read => read is MessageDelta, Token);

        var turn = await session.CancelAsync(receipt.TurnId, Token);
        var again = await session.CancelAsync(receipt.TurnId, Token);

        await host.Upstream.Requests[0].Aborted.WaitAsync(Token);
        Assert.Equal((TurnStatus.Cancelled, Actor.User), (turn.Status, turn.CancelledBy));
        Assert.Equal(("Once upon", true), (turn.Replies[0].Text, turn.Replies[0].Partial));
        Assert.Equal(turn.LastSeq, again.LastSeq);
        var next = await session.AskAsync("Go on", Token);
        Assert.Equal(TurnStatus.Completed, next.Status);
        Assert.Equal("assistant: Once upon", host.Upstream.Requests[1].Messages[^2]);
    }

    [Fact]
    public async Task Cancel_QueuedTurn_NeverReachesTheModel()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var gate = new UpstreamGate();
        host.Upstream.Script("model-a", reply => reply.Gate(gate).Text("First."));
        var session = await host.CreateSessionAsync(Token);
        var first = await session.SendAsync(new NewMessage("one"), Token);
        var second = await session.SendAsync(new NewMessage("two"), Token);
        var third = await session.SendAsync(new NewMessage("three"), Token);

        var cancelled = await session.CancelAsync(second.TurnId, Token);
        gate.Open();
        await session.WaitForTurnAsync(third.TurnId, Token);

        Assert.Equal(TurnStatus.Cancelled, cancelled.Status);
        Assert.Equal((0, 1, 2), (first.Position, second.Position, third.Position));
        Assert.Equal(["user: one", "user: three"], host.Upstream.Requests.Select(request => request.Messages[^1]));
        Assert.DoesNotContain("user: two", host.Upstream.Requests[1].Messages);
    }

    [Fact]
    public async Task Cancel_WhileAToolRound_LeavesAHistoryTheUpstreamAccepts()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream
            .Script("model-a", reply => reply.ToolCall("c1", "get_current_time", "{}"))
            .Script("model-a", reply => reply.Hold());
        var session = await host.CreateSessionAsync(Token);
        var receipt = await session.SendAsync(new NewMessage("Time?"), Token);
        await host.Upstream.NextRequestAsync(Token);
        await host.Upstream.NextRequestAsync(Token);

        await session.CancelAsync(receipt.TurnId, Token);
        var next = await session.AskAsync("Still there?", Token);

        Assert.Equal(TurnStatus.Completed, next.Status);
    }

    [Fact]
    public async Task Send_BusyAgentThatRejects_IsAConflictAndChangesNothing()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var gate = new UpstreamGate();
        host.Upstream.Script("model-a", reply => reply.Gate(gate).Text("Done."));
        var session = await host.CreateSessionAsync(Token);
        var first = await session.SendAsync(new NewMessage("one"), Token);
        var before = session.LastSeq;

        var refused = await Assert.ThrowsAsync<ConflictException>(
            () => session.SendAsync(new NewMessage("two", OnBusy: BusyPolicy.Reject), Token));
        gate.Open();
        await session.WaitForTurnAsync(first.TurnId, Token);
        var stored = await session.ReadEventsAsync(before, 100, Token);

        Assert.Equal(ErrorCodes.AgentBusy, refused.Code);
        Assert.DoesNotContain(stored, logged => logged.Type == EventTypes.MessageAdded);
    }

    [Fact]
    public async Task Send_QueueIsFull_IsRefusedWithATimeToRetry()
    {
        await using var host = await CoreHost.StartAsync(Token, setting: ("AIWhisperer:Loops:MaxQueuedTurns", 1));
        host.Upstream.Script("model-a", reply => reply.Hold());
        var session = await host.CreateSessionAsync(Token);
        await session.SendAsync(new NewMessage("one"), Token);
        await session.SendAsync(new NewMessage("two"), Token);

        var refused = await Assert.ThrowsAsync<LimitReachedException>(() => session.SendAsync(new NewMessage("three"), Token));

        Assert.Equal(ErrorCodes.QueueFull, refused.Code);
        Assert.NotNull(refused.RetryAfter);
    }
}
