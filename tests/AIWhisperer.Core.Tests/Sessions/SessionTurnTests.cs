using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Upstream;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions;

public sealed class SessionTurnTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_PlainQuestion_LogsTheWholeTurnInOrder()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream.Script("model-a", reply => reply.Texts("Hello ", "there", ".").Usage(12, 3, cachedTokens: 4));
        var session = await host.CreateSessionAsync(Token);

        var receipt = await session.SendAsync(new NewMessage("Hi"), Token);
        var events = await session.ReadThroughEndAsync(receipt.TurnId, Token);

        Assert.Equal(
            ["session.created", "message.added", "turn.started", "message.completed", "turn.completed"],
            events.Where(read => read is not MessageDelta).Select(EventTypes.Of));
        Assert.Equal(events.Select(read => read.Seq).Order().Distinct(), events.Select(read => read.Seq));
        var completed = Assert.Single(events.OfType<MessageCompleted>());
        Assert.Equal("Hello there.", completed.Text);
        Assert.False(completed.Partial);
        Assert.Equal("Hello there.", events.DeltaText(completed.MessageId));
        var started = Assert.Single(events.OfType<TurnStarted>());
        Assert.Equal(("fake", "model-a"), (started.Provider, started.Model));
        Assert.Equal(host.Agents.Get("alice").Config!.Revision, started.ConfigRevision);
        var ended = Assert.IsType<TurnCompleted>(events[^1]);
        Assert.Equal(FinishReason.Stop, ended.FinishReason);
        Assert.Equal(new TurnUsage(12, 3, 4, 0), ended.Usage);
        Assert.Equal(receipt.Seq, events.OfType<MessageAdded>().Single().Seq);
    }

    [Fact]
    public async Task Send_SecondMessage_CarriesTheConversation()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);

        await SendAndWaitAsync(session, "first");
        await SendAndWaitAsync(session, "second");

        Assert.Equal(
            ["system: You are Alice.", "user: first", "assistant: model-a heard: first", "user: second"],
            host.Upstream.Requests[1].Messages);
    }

    [Fact]
    public async Task Send_ToolCall_RunsTheToolAndTellsTheModel()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream
            .Script("model-a", reply => reply.ToolCall("call-1", "get_current_time", "{}"))
            .Script("model-a", reply => reply.Text("It is late."));
        var session = await host.CreateSessionAsync(Token);

        var turn = await SendAndWaitAsync(session, "What time is it?");

        Assert.Equal(TurnStatus.Completed, turn.Status);
        Assert.Equal("It is late.", turn.Text);
        var call = Assert.Single(turn.ToolCalls);
        Assert.Equal("get_current_time", call.Name);
        Assert.Null(call.Error);
        Assert.Contains(call.Result!, host.Upstream.Requests[1].Messages[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_ToolThatIsNotGranted_TellsTheModelAndGoesOn()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream
            .Script("model-b", reply => reply.ToolCall("call-1", "get_current_time", "{}"))
            .Script("model-b", reply => reply.Text("I cannot tell."));
        var session = await host.CreateSessionAsync(Token, "debbie");

        var turn = await SendAndWaitAsync(session, "What time is it?");

        Assert.Equal("I cannot tell.", turn.Text);
        Assert.Contains("no tool", Assert.Single(turn.ToolCalls).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_ModelThatNeverStopsCallingTools_EndsAtMaxIterationsWithAValidHistory()
    {
        await using var host = await CoreHost.StartAsync(Token, """
            alice:
              name: Alice
              prompt: "You are Alice."
              ai_config: { model: model-a }
              tools: [get_current_time]
              continuation: { max_iterations: 3 }
            """);
        for (var call = 1; call <= 3; call++)
        {
            host.Upstream.Script("model-a", reply => reply.ToolCall("same-id", "get_current_time", "{}"));
        }

        var session = await host.CreateSessionAsync(Token);

        var turn = await SendAndWaitAsync(session, "Go");
        var next = await SendAndWaitAsync(session, "And now?");

        Assert.Equal(FinishReason.MaxIterations, turn.FinishReason);
        Assert.Equal(3, turn.ToolCalls.Count);
        Assert.Equal(3, turn.ToolCalls.Select(call => call.CallId).Distinct().Count());
        Assert.Contains("not run", turn.ToolCalls[2].Error, StringComparison.Ordinal);
        Assert.Equal(TurnStatus.Completed, next.Status);
        Assert.Equal(4, host.Upstream.Requests.Count);
    }

    [Fact]
    public async Task Send_ExplicitSignalRequired_GoesOnUntilTheModelFinishes()
    {
        await using var host = await CoreHost.StartAsync(Token, """
            alice:
              name: Alice
              prompt: "You are Alice."
              ai_config: { model: model-a }
              continuation: { require_explicit_signal: true }
            """);
        host.Upstream
            .Script("model-a", reply => reply.Text("Step one."))
            .Script("model-a", reply => reply.Text("Step two.").ToolCall("c", "finish_turn", "{}"));
        var session = await host.CreateSessionAsync(Token);

        var turn = await SendAndWaitAsync(session, "Work");

        Assert.Equal("Step one.\n\nStep two.", turn.Text);
        Assert.Equal(FinishReason.Stop, turn.FinishReason);
        Assert.Equal(2, host.Upstream.Requests.Count);
        Assert.Contains("finish_turn", host.Upstream.Requests[1].Messages[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("length", FinishReason.Length)]
    [InlineData("content_filter", FinishReason.ContentFilter)]
    public async Task Send_ReplyCutByTheProvider_SaysWhy(string wire, FinishReason expected)
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream.Script("model-a", reply => reply.Text("Half").Finish(wire));
        var session = await host.CreateSessionAsync(Token);

        var turn = await SendAndWaitAsync(session, "Go");

        Assert.Equal((TurnStatus.Completed, expected, "Half"), (turn.Status, turn.FinishReason!.Value, turn.Text));
    }

    [Fact]
    public async Task Send_UpstreamCutsTheStream_FailsAndKeepsThePartialText()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream.Script("model-a", reply => reply.Text("Half").Cut());
        var session = await host.CreateSessionAsync(Token);

        var turn = await SendAndWaitAsync(session, "Go");
        var next = await SendAndWaitAsync(session, "Again");

        Assert.Equal(TurnStatus.Failed, turn.Status);
        Assert.True(turn.Error!.Retryable);
        Assert.StartsWith("provider_", turn.Error.Code, StringComparison.Ordinal);
        Assert.All(turn.Replies, reply => Assert.True(reply.Partial));
        Assert.Equal(TurnStatus.Completed, next.Status);
    }

    [Fact]
    public async Task Send_UpstreamIsSilent_FailsAfterTheAgentsTimeout()
    {
        var clock = new ManualTimeProvider();
        await using var host = await CoreHost.StartAsync(Token, clock: clock);
        host.Upstream.Script("model-a", reply => reply.Text("Wait").Hold());
        var session = await host.CreateSessionAsync(Token);
        var receipt = await session.SendAsync(new NewMessage("Go"), Token);
        await session.AttachAsync(0, Token).UntilAsync(read => read is MessageDelta, Token);

        clock.Advance(TimeSpan.FromSeconds(61));
        var turn = await session.WaitForTurnAsync(receipt.TurnId, Token);

        Assert.Equal("provider_timeout", turn.Error!.Code);
        Assert.Equal("Wait", Assert.Single(turn.Replies).Text);
        await host.Upstream.Requests[0].Aborted.WaitAsync(Token);
    }

    [Fact]
    public async Task Send_TurnTakesTooLong_FailsWithTheTurnsTimeout()
    {
        var clock = new ManualTimeProvider();
        await using var host = await CoreHost.StartAsync(Token, """
            alice:
              name: Alice
              prompt: "You are Alice."
              ai_config: { model: model-a, timeout: 3600 }
              continuation: { timeout: 60 }
            """, clock: clock);
        host.Upstream.Script("model-a", reply => reply.Hold());
        var session = await host.CreateSessionAsync(Token);
        var receipt = await session.SendAsync(new NewMessage("Go"), Token);
        await host.Upstream.NextRequestAsync(Token);

        clock.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal("turn_timeout", (await session.WaitForTurnAsync(receipt.TurnId, Token)).Error!.Code);
    }

    [Fact]
    public async Task Send_FinishOnTheLastAllowedCall_IsHeard()
    {
        await using var host = await CoreHost.StartAsync(Token, """
            alice:
              name: Alice
              prompt: "You are Alice."
              ai_config: { model: model-a }
              continuation: { require_explicit_signal: true, max_iterations: 1 }
            """);
        host.Upstream.Script("model-a", reply => reply.Text("Done.").ToolCall("c", "finish_turn", "{}"));
        var session = await host.CreateSessionAsync(Token);

        var turn = await SendAndWaitAsync(session, "Work");

        Assert.Equal(FinishReason.Stop, turn.FinishReason);
        Assert.Null(Assert.Single(turn.ToolCalls).Error);
    }

    [Fact]
    public async Task Send_ModelThatReusesCallIds_IsToldUniqueOnes()
    {
        await using var host = await CoreHost.StartAsync(Token);
        foreach (var _ in Enumerable.Range(0, 2))
        {
            host.Upstream.Script("model-a", reply => reply.ToolCall("same", "look it up: now!", "{}")).Script("model-a", reply => reply.Text("So."));
        }

        var session = await host.CreateSessionAsync(Token);
        await SendAndWaitAsync(session, "one");
        var turn = await SendAndWaitAsync(session, "two");

        Assert.Equal(TurnStatus.Completed, turn.Status);
        var calls = host.Upstream.Requests[^1].Body.GetProperty("messages").EnumerateArray()
            .Where(message => message.TryGetProperty("tool_calls", out _)).Select(message => message.GetProperty("tool_calls")[0]).ToList();
        Assert.Equal(["same", "same-2"], calls.Select(call => call.GetProperty("id").GetString()));
        Assert.All(calls, call => Assert.Equal("look_it_up__now_", call.GetProperty("function").GetProperty("name").GetString()));
    }

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
        var next = await SendAndWaitAsync(session, "Go on");
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
        var next = await SendAndWaitAsync(session, "Still there?");

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

    [Theory]
    [InlineData("", "text")]
    [InlineData(" \n ", "text")]
    public async Task Send_EmptyText_NamesTheField(string text, string field)
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);

        var refused = await Assert.ThrowsAsync<InvalidInputException>(() => session.SendAsync(new NewMessage(text), Token));

        Assert.Equal(field, refused.Field);
    }

    [Fact]
    public async Task Send_UnknownAgent_NamesThoseThereAre()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);

        var refused = await Assert.ThrowsAsync<NotFoundException>(() => session.SendAsync(new NewMessage("Hi", "bob"), Token));

        Assert.Contains("alice, debbie", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_ModelUnavailable_SaysWhichKeyIsMissing()
    {
        await using var host = await CoreHost.StartAsync(Token, """
            alice:
              name: Alice
              prompt: "You are Alice."
              ai_config: { model: model-a }
            kay:
              name: Kay
              prompt: "You are Kay."
              ai_config: { provider: locked, model: model-k }
            """);
        var session = await host.CreateSessionAsync(Token);

        var refused = await Assert.ThrowsAsync<UnavailableException>(() => session.SendAsync(new NewMessage("Hi", "kay"), Token));

        Assert.Equal(ErrorCodes.AgentUnavailable, refused.Code);
        Assert.Contains("LOCKED_API_KEY", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_FirstChoiceUnavailable_FallsBackAndSaysSo()
    {
        await using var host = await CoreHost.StartAsync(Token, """
            kay:
              name: Kay
              prompt: "You are Kay."
              ai_config: { provider: locked, model: model-k, fallbacks: [fake/model-b] }
            """, ("AIWhisperer:Sessions:DefaultAgent", "kay"));
        var session = await host.CreateSessionAsync(Token, "kay");

        var receipt = await session.SendAsync(new NewMessage("Hi"), Token);
        var events = await session.ReadThroughEndAsync(receipt.TurnId, Token);

        var fellBack = Assert.Single(events.OfType<ModelFellBack>());
        Assert.Equal(("locked/model-k", "fake/model-b"), (fellBack.From, fellBack.To));
        Assert.Contains("LOCKED_API_KEY", fellBack.Reason, StringComparison.Ordinal);
        Assert.Equal("model-b", host.Upstream.Requests[0].Model);
    }

    private static async Task<TurnView> SendAndWaitAsync(Session session, string text)
    {
        var receipt = await session.SendAsync(new NewMessage(text), Token);
        return await session.WaitForTurnAsync(receipt.TurnId, Token);
    }
}
