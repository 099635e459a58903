using AIWhisperer.Core;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.TestHarness;

/// <summary>What the model has done.</summary>
public abstract partial class LoopEngineContract
{
    [Fact]
    public async Task Tool_ArgumentsInPieces_IsRunOnceAndTheModelIsTold()
    {
        var numbers = new List<int>();
        await using var host = await StartAsync((number, _) =>
        {
            numbers.Add(number);
            return Task.FromResult("seven it is");
        });
        host.Upstream
            .Script("model-a", reply => reply.Text("Let me see.").ToolCall("call-1", "probe", "{\"num", "ber\"", ":", "7}").Usage(10, 5))
            .Script("model-a", reply => reply.Text("Seven.").Usage(20, 2));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Probe", Token);

        Assert.Equal([7], numbers);
        var call = Assert.Single(turn.ToolCalls);
        Assert.Equal(
            ("call-1", "probe", ToolCallOutcome.Succeeded, "seven it is"), (call.CallId, call.Name, call.Outcome!.Value, call.Result));
        Assert.Equal(
            [(MessageChannel.Commentary, "Let me see."), (MessageChannel.Final, "Seven.")],
            turn.Replies.Select(reply => (reply.Channel, reply.Text)));
        Assert.Equal("tool: seven it is", host.Upstream.Requests[1].Messages[^1]);
        Assert.Equal((30, 7), (turn.Usage!.InputTokens, turn.Usage.OutputTokens));
    }

    [Fact]
    public async Task Tool_ArgumentsThatDoNotFit_IsNotRunAndTheModelIsToldWhy()
    {
        var runs = 0;
        await using var host = await StartAsync((_, _) => Task.FromResult($"{++runs}"));
        host.Upstream
            .Script("model-a", reply => reply.ToolCall("c", "probe", """{"number":"seven"}"""))
            .Script("model-a", reply => reply.Text("Sorry."));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Probe", Token);

        Assert.Equal((0, "Sorry."), (runs, turn.Text));
        Assert.Contains("'number' is of the wrong type", Assert.Single(turn.ToolCalls).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tool_CalledByAClientItself_IsRunWithoutAModel()
    {
        var numbers = new List<int>();
        await using var host = await StartAsync((number, _) =>
        {
            numbers.Add(number);
            return Task.FromResult("seven it is");
        });
        var session = await host.CreateSessionAsync(Token);

        var receipt = await session.SendAsync(
            new NewMessage("""{"name":"probe","arguments":{"number":7}}""", "alice") { IsCall = true }, Token);
        var turn = await TurnOfAsync(session, receipt);

        Assert.Equal([7], numbers);
        var call = Assert.Single(turn.ToolCalls);
        Assert.Equal(("probe", ToolCallOutcome.Succeeded, "seven it is"), (call.Name, call.Outcome!.Value, call.Result));
        Assert.Equal((TurnStatus.Completed, "caller:alice", "caller"), (turn.Status, turn.AgentId, turn.Provider!));
        Assert.Empty(host.Upstream.Requests);
    }

    [Fact]
    public async Task Tools_SeveralInOneReply_RunSideBySideAndAreAnsweredInTheOrderOfTheCalls()
    {
        var first = new TaskCompletionSource();
        var others = 0;
        await using var host = await StartAsync(async (number, cancellationToken) =>
        {
            if (number == 1)
            {
                await first.Task.WaitAsync(cancellationToken);
            }
            else if (Interlocked.Increment(ref others) == 2)
            {
                // The first ends only once the others have run.
                first.SetResult();
            }

            return $"result {number}";
        });
        host.Upstream
            .Script("model-a", reply => reply
                .ToolCall("c1", "probe", Json(1)).ToolCall("c2", "probe", Json(2)).ToolCall("c3", "probe", Json(3)))
            .Script("model-a", reply => reply.Text("Done."));
        var session = await host.CreateSessionAsync(Token);

        var receipt = await session.SendAsync(new NewMessage("Probe"), Token);
        var events = await session.ReadThroughEndAsync(receipt.TurnId, Token);

        Assert.Equal(
            [("c1", "result 1"), ("c2", "result 2"), ("c3", "result 3")],
            events.OfType<ToolCompleted>().Select(call => (call.CallId, call.Result)));
        Assert.Equal(["tool: result 1", "tool: result 2", "tool: result 3"], host.Upstream.Requests[1].Messages.TakeLast(3));
    }

    [Fact]
    public async Task Tool_ThatThrows_TellsTheModelAndTheTurnGoesOn()
    {
        await using var host = await StartAsync((number, _) => number == 1
            ? throw new InvalidInputException(ErrorCodes.InvalidRequest, "number", "Not one, please.")
            : throw new InvalidOperationException("secret details"));
        host.Upstream
            .Script("model-a", reply => reply.ToolCall("c1", "probe", Json(1)).ToolCall("c2", "probe", Json(2)))
            .Script("model-a", reply => reply.Text("It failed."));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Probe", Token);

        Assert.Equal((TurnStatus.Completed, "It failed."), (turn.Status, turn.Text));
        Assert.Equal("Not one, please.", turn.ToolCalls[0].Error);
        Assert.DoesNotContain("secret", turn.ToolCalls[1].Error, StringComparison.Ordinal);
        Assert.All(turn.ToolCalls, call => Assert.Equal(ToolCallOutcome.Failed, call.Outcome));
    }

    [Theory]
    [InlineData("alice", "model-a", "no_such_tool")]
    [InlineData("debbie", "model-b", "probe")]
    public async Task Tool_UnknownOrNotGranted_IsNotRun(string agent, string model, string tool)
    {
        var runs = 0;
        await using var host = await StartAsync((_, _) => Task.FromResult($"{++runs}"));
        host.Upstream.Script(model, reply => reply.ToolCall("c", tool, Json(1))).Script(model, reply => reply.Text("I cannot."));
        var session = await host.CreateSessionAsync(Token, agent);

        var turn = await session.AskAsync("Probe", Token);

        Assert.Equal((0, "I cannot."), (runs, turn.Text));
        Assert.Contains("no tool", Assert.Single(turn.ToolCalls).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tool_ThatActsOnTheSession_ReachesIt()
    {
        await using var host = await StartAsync();
        host.Upstream
            .Script("model-a", reply => reply.ToolCall("c", "switch_agent", """{"agent_id":"deb""", "bie\"}"))
            .Script("model-a", reply => reply.Text("Debbie takes over."));
        var session = await host.CreateSessionAsync(Token);

        await session.AskAsync("Debbie, please", Token);

        Assert.Equal("debbie", (await session.AskAsync("Hello", Token)).AgentId);
    }

    [Fact]
    public async Task Cancel_WhileAToolRuns_StopsTheToolAndLeavesAHistoryTheNextCallAccepts()
    {
        var started = new TaskCompletionSource();
        var stopped = new TaskCompletionSource();
        await using var host = await StartAsync(async (_, cancellationToken) =>
        {
            await using var registration = cancellationToken.Register(stopped.SetResult);
            started.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return "never";
        });
        host.Upstream.Script("model-a", reply => reply.ToolCall("c", "probe", Json(1)));
        var session = await host.CreateSessionAsync(Token);
        var receipt = await session.SendAsync(new NewMessage("Probe"), Token);
        await started.Task.WaitAsync(Token);

        var turn = await session.CancelAsync(receipt.TurnId, Token);

        await stopped.Task.WaitAsync(Token);
        Assert.Equal(TurnStatus.Cancelled, turn.Status);
        Assert.Equal(ToolCallOutcome.Unknown, Assert.Single(turn.ToolCalls).Outcome);
        Assert.Equal(TurnStatus.Completed, (await session.AskAsync("Go on", Token)).Status);
    }

    [Fact]
    public async Task Tools_WithoutEnd_StopAtMaxIterationsAndTheNextTurnWorks()
    {
        await using var host = await StartAsync(agents: """
            alice:
              name: Alice
              prompt: "You are Alice."
              ai_config: { model: model-a }
              allow_tools: [probe]
              continuation: { max_iterations: 3 }
            """);
        foreach (var number in Enumerable.Range(1, 3))
        {
            host.Upstream.Script("model-a", reply => reply.ToolCall("same", "probe", Json(number)));
        }

        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Go", Token);
        var next = await session.AskAsync("And now?", Token);

        Assert.Equal(FinishReason.MaxIterations, turn.FinishReason);
        Assert.Equal(
            [ToolCallOutcome.Succeeded, ToolCallOutcome.Succeeded, ToolCallOutcome.NotRun],
            turn.ToolCalls.Select(call => call.Outcome!.Value));
        Assert.Equal(TurnStatus.Completed, next.Status);
    }

    [Fact]
    public async Task FinishTurn_WhereItIsAskedFor_EndsTheTurn()
    {
        await using var host = await StartAsync(agents: """
            alice:
              name: Alice
              prompt: "You are Alice."
              ai_config: { model: model-a }
              allow_tools: [probe]
              continuation: { require_explicit_signal: true }
            """);
        host.Upstream
            .Script("model-a", reply => reply.Text("Step one.").ToolCall("c", "probe", Json(1)))
            .Script("model-a", reply => reply.Text("Step two."))
            .Script("model-a", reply => reply.Text("Step three.").ToolCall("f", "finish_turn", "{}"));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Work", Token);

        Assert.Equal(["Step one.", "Step two.", "Step three."], turn.Replies.Select(reply => reply.Text));
        Assert.Equal(FinishReason.Stop, turn.FinishReason);
        Assert.Equal(3, host.Upstream.Requests.Count);
    }
}
