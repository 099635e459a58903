using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
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
        Assert.Equal(new TurnUsage(12, 3, 4, 0), ended.Usage with { Models = null });
        Assert.Equal([new ModelUsage("fake", "model-a", 1, 12, 3, 4, 0)], ended.Usage.Models);
        Assert.Equal(receipt.Seq, events.OfType<MessageAdded>().Single().Seq);
    }

    [Fact]
    public async Task Send_SecondMessage_CarriesTheConversation()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);

        await session.AskAsync("first", Token);
        await session.AskAsync("second", Token);

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

        var turn = await session.AskAsync("What time is it?", Token);

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

        var turn = await session.AskAsync("What time is it?", Token);

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
              allow_tools: [get_current_time]
              continuation: { max_iterations: 3 }
            """);
        for (var call = 1; call <= 3; call++)
        {
            host.Upstream.Script("model-a", reply => reply.ToolCall("same-id", "get_current_time", "{}"));
        }

        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Go", Token);
        var next = await session.AskAsync("And now?", Token);

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

        var turn = await session.AskAsync("Work", Token);

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

        var turn = await session.AskAsync("Go", Token);

        Assert.Equal((TurnStatus.Completed, expected, "Half"), (turn.Status, turn.FinishReason!.Value, turn.Text));
    }

    [Fact]
    public async Task Send_UpstreamCutsTheStream_FailsAndKeepsThePartialText()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream.Script("model-a", reply => reply.Text("Half").Cut());
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Go", Token);
        var next = await session.AskAsync("Again", Token);

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

        var turn = await session.AskAsync("Work", Token);

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
        await session.AskAsync("one", Token);
        var turn = await session.AskAsync("two", Token);

        Assert.Equal(TurnStatus.Completed, turn.Status);
        var calls = host.Upstream.Requests[^1].Body.GetProperty("messages").EnumerateArray()
            .Where(message => message.TryGetProperty("tool_calls", out _)).Select(message => message.GetProperty("tool_calls")[0]).ToList();
        Assert.Equal(["same", "same-2"], calls.Select(call => call.GetProperty("id").GetString()));
        Assert.All(calls, call => Assert.Equal("look_it_up__now_", call.GetProperty("function").GetProperty("name").GetString()));
    }
}
