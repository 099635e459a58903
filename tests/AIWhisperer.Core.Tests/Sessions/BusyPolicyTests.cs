using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Upstream;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions;

/// <summary>What interrupt, rollback and steer do to the running turn, to those that wait, and to what the model is told.</summary>
public sealed class BusyPolicyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Interrupt_RunningTurn_KeepsThePartialReplyAndAnswersNext()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream.Script("model-a", reply => reply.Text("Once upon").Hold());
        var session = await host.CreateSessionAsync(Token);
        var first = await session.SendAsync(new NewMessage("Tell"), Token);
        await session.AttachAsync(0, Token).UntilAsync(read => read is MessageDelta, Token);

        var second = await session.SendAsync(new NewMessage("Stop, rather sing", OnBusy: BusyPolicy.Interrupt), Token);
        var stopped = await session.WaitForTurnAsync(first.TurnId, Token);
        var answered = await session.WaitForTurnAsync(second.TurnId, Token);

        await host.Upstream.Requests[0].Aborted.WaitAsync(Token);
        Assert.Equal((TurnStatus.Cancelled, Actor.User, second.TurnId), (stopped.Status, stopped.CancelledBy, stopped.ReplacedBy));
        Assert.False(stopped.RolledBack);
        Assert.Equal(("Once upon", true), (stopped.Replies[0].Text, stopped.Replies[0].Partial));
        Assert.Equal((TurnStatus.Completed, 1), (answered.Status, second.Position));
        Assert.Equal(
            ["user: Tell", "assistant: Once upon", "user: Stop, rather sing"], host.Upstream.Requests[1].Messages.Skip(1));
    }

    [Fact]
    public async Task Rollback_RunningTurn_IsAsIfItHadNeverBeen()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);
        await session.AskAsync("Before", Token);
        host.Upstream
            .Script("model-a", reply => reply.ToolCall("c1", "get_current_time", "{}"))
            .Script("model-a", reply => reply.Text("It is").Hold());
        var first = await session.SendAsync(new NewMessage("Time?"), Token);
        await session.AttachAsync(first.Seq, Token).UntilAsync(read => read is MessageDelta, Token);

        var second = await session.SendAsync(new NewMessage("Never mind", OnBusy: BusyPolicy.Rollback), Token);
        var answered = await session.WaitForTurnAsync(second.TurnId, Token);
        var dropped = await session.GetTurnAsync(first.TurnId, Token);
        var messages = await session.ReadMessagesAsync(0, 2, Token);
        var rest = await session.ReadMessagesAsync(messages.NextAfter!.Value, 2, Token);

        Assert.Equal((TurnStatus.Cancelled, true, second.TurnId), (dropped.Status, dropped.RolledBack, dropped.ReplacedBy));
        Assert.Equal(TurnStatus.Completed, answered.Status);
        Assert.Equal(
            ["user: Before", "assistant: model-a heard: Before", "user: Never mind"], host.Upstream.Requests[^1].Messages.Skip(1));
        Assert.Equal(
            ["Before", "model-a heard: Before", "Never mind", "model-a heard: Never mind"],
            messages.Messages.Concat(rest.Messages).Select(message => message.Text));
        Assert.Null(rest.NextAfter);
    }

    [Fact]
    public async Task Rollback_FirstTurnAfterASwitch_KeepsWhatWasCarriedOver()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream.Script("model-b", reply => reply.Hold());
        var session = await host.CreateSessionAsync(Token);
        await session.AskAsync("A secret", Token);
        await session.SwitchAgentAsync("debbie", null, Token);
        await session.SendAsync(new NewMessage("Forget this"), Token);
        await host.Upstream.NextRequestAsync(Token);
        await host.Upstream.NextRequestAsync(Token);

        var second = await session.SendAsync(new NewMessage("What did I say?", OnBusy: BusyPolicy.Rollback), Token);
        await session.WaitForTurnAsync(second.TurnId, Token);

        var told = host.Upstream.Requests[^1].Messages;
        Assert.Contains("user: A secret", told);
        Assert.DoesNotContain("user: Forget this", told);
        await session.SwitchAgentAsync("alice", null, Token);
        await session.AskAsync("And you?", Token);
        Assert.DoesNotContain("user: Forget this", host.Upstream.Requests[^1].Messages);
        Assert.Contains("user: What did I say?", host.Upstream.Requests[^1].Messages);
    }

    [Fact]
    public async Task Interrupt_OthersWait_RunsBeforeThemAndTheyAreToldTheirNewPlace()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream.Script("model-a", reply => reply.Hold());
        var session = await host.CreateSessionAsync(Token);
        await session.SendAsync(new NewMessage("one"), Token);
        await host.Upstream.NextRequestAsync(Token);
        var waiting = await session.SendAsync(new NewMessage("two"), Token);

        await session.SendAsync(new NewMessage("urgent", OnBusy: BusyPolicy.Interrupt), Token);
        await session.WaitForTurnAsync(waiting.TurnId, Token);
        var stored = await session.ReadEventsAsync(0, 100, Token);

        Assert.Equal(["user: one", "user: urgent", "user: two"], host.Upstream.Requests.Select(request => request.Messages[^1]));
        Assert.Equal(
            [1, 2, 1],
            stored.Where(logged => logged.TurnId == waiting.TurnId).Select(logged => logged.Read()).OfType<TurnQueued>().Select(queued => queued.Position));
    }

    [Fact]
    public async Task Interrupt_AnotherThatHasNotBegun_TakesItsPlaceAndKeepsItsWords()
    {
        FailingStore? store = null;
        await using var slow = await CoreHost.StartAsync(Token, wrapStore: inner => store = new FailingStore(inner));
        slow.Upstream.Script("model-a", reply => reply.Hold());
        var session = await slow.CreateSessionAsync(Token);
        await session.SendAsync(new NewMessage("one"), Token);
        await slow.Upstream.NextRequestAsync(Token);

        // The ending of the first turn is held up, so that the second cannot begin.
        var resume = new TaskCompletionSource();
        var second = await session.SendAsync(new NewMessage("two", OnBusy: BusyPolicy.Interrupt), Token);
        store!.AppendsWaitFor = resume.Task;
        var third = session.SendAsync(new NewMessage("three", OnBusy: BusyPolicy.Interrupt), Token);
        resume.SetResult();
        var answered = await session.WaitForTurnAsync((await third).TurnId, Token);
        var replaced = await session.WaitForTurnAsync(second.TurnId, Token);

        Assert.Equal(TurnStatus.Completed, answered.Status);
        Assert.Equal((TurnStatus.Cancelled, answered.TurnId), (replaced.Status, replaced.ReplacedBy));
        await session.AskAsync("four", Token);
        Assert.Contains("user: two", slow.Upstream.Requests[^1].Messages);
        Assert.Contains("user: three", slow.Upstream.Requests[^1].Messages);
    }

    [Fact]
    public async Task Steer_DuringAToolRound_IsHandedOverWithTheNextModelCall()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var gate = new UpstreamGate();
        host.Upstream
            .Script("model-a", reply => reply.Gate(gate).ToolCall("c1", "get_current_time", "{}"))
            .Script("model-a", reply => reply.Text("In UTC, then."));
        var session = await host.CreateSessionAsync(Token);
        var first = await session.SendAsync(new NewMessage("Time?"), Token);
        await gate.Reached.WaitAsync(Token);

        var joined = await session.SendAsync(new NewMessage("In UTC, please", OnBusy: BusyPolicy.Steer), Token);
        gate.Open();
        var turn = await session.WaitForTurnAsync(joined.TurnId, Token);

        Assert.Equal((first.TurnId, 0), (joined.TurnId, joined.Position));
        Assert.NotEqual(first.MessageId, joined.MessageId);
        Assert.Equal(["Time?", "In UTC, please"], turn.Steering.Prepend(turn.Message).Select(message => message.Text));
        Assert.Equal(
            ["user: Time?", "assistant: ", "tool:", "user: In UTC, please"],
            host.Upstream.Requests[1].Messages.Skip(1).Select(message => message.StartsWith("tool:", StringComparison.Ordinal) ? "tool:" : message));
        Assert.Equal(0, session.Record.OpenTurns);
    }

    [Fact]
    public async Task Steer_WhileTheAnswerIsWritten_TheTurnGoesOnWithAnotherModelCall()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var gate = new UpstreamGate();
        host.Upstream.Script("model-a", reply => reply.Text("Paris").Gate(gate).Text(" is nice.")).Script("model-a", reply => reply.Text("Rome is."));
        var session = await host.CreateSessionAsync(Token);
        await session.SendAsync(new NewMessage("Where to?"), Token);
        await gate.Reached.WaitAsync(Token);

        var joined = await session.SendAsync(new NewMessage("Somewhere warmer", OnBusy: BusyPolicy.Steer), Token);
        gate.Open();
        var events = await session.ReadThroughEndAsync(joined.TurnId, Token);
        await host.RestartAsync(Token);
        session = await host.Sessions.GetAsync(CoreHost.Principal, session.Id, Token);
        await session.AskAsync("Thanks", Token);

        Assert.Equal(["Paris is nice.", "Rome is."], events.OfType<MessageCompleted>().Select(message => message.Text));
        Assert.Equal([joined.MessageId], events.OfType<TurnSteered>().Single().MessageIds);
        Assert.Single(events.OfType<TurnCompleted>());
        string[] said = ["user: Where to?", "assistant: Paris is nice.", "user: Somewhere warmer"];
        Assert.Equal(said, host.Upstream.Requests[1].Messages.Skip(1));
        Assert.Equal([.. said, "assistant: Rome is.", "user: Thanks"], host.Upstream.Requests[2].Messages.Skip(1));
    }

    [Fact]
    public async Task Steer_TurnIsCancelledFirst_IsSaidWithTheNextTurn()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream.Script("model-a", reply => reply.Text("Well").Hold());
        var session = await host.CreateSessionAsync(Token);
        var first = await session.SendAsync(new NewMessage("Hm?"), Token);
        await session.AttachAsync(0, Token).UntilAsync(read => read is MessageDelta, Token);
        await session.SendAsync(new NewMessage("Too late", OnBusy: BusyPolicy.Steer), Token);

        await session.CancelAsync(first.TurnId, Token);
        await session.AskAsync("Next", Token);
        string[] said = ["user: Hm?", "assistant: Well", "user: Too late", "user: Next"];
        Assert.Equal(said, host.Upstream.Requests[^1].Messages.Skip(1));

        await host.RestartAsync(Token);
        session = await host.Sessions.GetAsync(CoreHost.Principal, session.Id, Token);
        await session.AskAsync("Last", Token);
        Assert.Equal(said, host.Upstream.Requests[^1].Messages.Skip(1).Take(4));
    }

    [Theory]
    [InlineData(BusyPolicy.Reject)]
    [InlineData(BusyPolicy.Interrupt)]
    [InlineData(BusyPolicy.Rollback)]
    [InlineData(BusyPolicy.Steer)]
    public async Task AnyPolicy_AtTheSightOfAnEnding_IsAnOrdinaryTurn(BusyPolicy policy)
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);
        await using var follower = session.AttachAsync(0, Token).GetAsyncEnumerator(Token);
        for (var turn = 0; turn < 50; turn++)
        {
            var receipt = await session.SendAsync(new NewMessage($"{turn}", OnBusy: policy), Token);
            Assert.Equal(0, receipt.Position);
            do
            {
                Assert.True(await follower.MoveNextAsync());
                Assert.NotEqual(EventTypes.TurnQueued, follower.Current.Type);
            }
            while (!EventTypes.IsTurnEnding(follower.Current.Type));
        }
    }

    [Theory]
    [InlineData(BusyPolicy.Enqueue)]
    [InlineData(BusyPolicy.Reject)]
    [InlineData(BusyPolicy.Interrupt)]
    [InlineData(BusyPolicy.Rollback)]
    [InlineData(BusyPolicy.Steer)]
    public async Task AnyPolicy_AgentIsIdle_IsAnOrdinaryTurn(BusyPolicy policy)
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);
        await session.AskAsync("one", Token);

        var receipt = await session.SendAsync(new NewMessage("two", OnBusy: policy), Token);
        var turn = await session.WaitForTurnAsync(receipt.TurnId, Token);

        Assert.Equal((0, TurnStatus.Completed, "model-a heard: two"), (receipt.Position, turn.Status, turn.Text));
        Assert.Equal(["user: one", "assistant: model-a heard: one", "user: two"], host.Upstream.Requests[^1].Messages.Skip(1));
    }

    [Fact]
    public async Task Policy_OfTheAgent_HoldsWhereTheCallGivesNone()
    {
        await using var host = await CoreHost.StartAsync(Token, agents: """
            alice: { name: "Alice", prompt: "You are Alice.", ai_config: { model: model-a }, on_busy: interrupt }
            """);
        host.Upstream.Script("model-a", reply => reply.Hold());
        var session = await host.CreateSessionAsync(Token);
        var first = await session.SendAsync(new NewMessage("one"), Token);
        await host.Upstream.NextRequestAsync(Token);

        var second = await session.SendAsync(new NewMessage("two"), Token);

        Assert.Equal(second.TurnId, (await session.WaitForTurnAsync(first.TurnId, Token)).ReplacedBy);
        Assert.Equal(TurnStatus.Completed, (await session.WaitForTurnAsync(second.TurnId, Token)).Status);
    }

    [Fact]
    public async Task Cancel_WaitingTurn_MovesTheOthersUp()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream.Script("model-a", reply => reply.Hold());
        var session = await host.CreateSessionAsync(Token);
        await session.SendAsync(new NewMessage("one"), Token);
        var second = await session.SendAsync(new NewMessage("two"), Token);
        var third = await session.SendAsync(new NewMessage("three"), Token);

        await session.CancelAsync(second.TurnId, Token);
        await session.AttachAsync(third.Seq, Token).UntilAsync(
            read => read is TurnQueued { Position: 1 } && read.TurnId == third.TurnId, Token);

        Assert.Equal((TurnStatus.Queued, 1), await StatusOfAsync(session, third.TurnId));
    }

    [Fact]
    public async Task Queue_AfterARestart_RunsInTheOrderItHad()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream.ScriptAlways("model-a", reply => reply.Hold());
        var session = await host.CreateSessionAsync(Token);
        await session.SendAsync(new NewMessage("one"), Token);
        await host.Upstream.NextRequestAsync(Token);
        await session.SendAsync(new NewMessage("two"), Token);
        await session.SendAsync(new NewMessage("three"), Token);
        await session.SendAsync(new NewMessage("urgent", OnBusy: BusyPolicy.Interrupt), Token);
        await host.Upstream.NextRequestAsync(Token);
        await session.SendAsync(new NewMessage("last of all", OnBusy: BusyPolicy.Enqueue), Token);
        var asked = host.Upstream.Requests.Count;

        host.Upstream.ScriptAlways("model-a", reply => reply.Text("Yes."));
        await host.RestartAsync(Token);
        session = await host.Sessions.GetAsync(CoreHost.Principal, session.Id, Token);
        await session.AskAsync("four", Token);

        Assert.Equal(
            ["user: two", "user: three", "user: last of all", "user: four"],
            host.Upstream.Requests.Skip(asked).Select(request => request.Messages[^1]));
    }

    private static async Task<(TurnStatus Status, int? Position)> StatusOfAsync(Session session, string turnId)
    {
        var turn = await session.GetTurnAsync(turnId, Token);
        return (turn.Status, turn.Position);
    }
}
