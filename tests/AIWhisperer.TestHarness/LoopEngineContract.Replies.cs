using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness.Upstream;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.TestHarness;

/// <summary>What the model says, and what the user says meanwhile.</summary>
public abstract partial class LoopEngineContract
{
    [Fact]
    public async Task Reply_Plain_StreamsInOrderAndEndsWithItsUsage()
    {
        await using var host = await StartAsync();
        string[] parts = [.. Enumerable.Range(0, 40).Select(number => $"{number} ")];
        host.Upstream.Script("model-a", reply => reply.Texts(parts).Usage(12, 40, cachedTokens: 4, reasoningTokens: 2));
        var session = await host.CreateSessionAsync(Token);

        var receipt = await session.SendAsync(new NewMessage("Count"), Token);
        var events = await session.ReadThroughEndAsync(receipt.TurnId, Token);

        var completed = Assert.Single(events.OfType<MessageCompleted>());
        Assert.Equal(string.Concat(parts), completed.Text);
        Assert.Equal(completed.Text, events.DeltaText(completed.MessageId));
        var ended = Assert.IsType<TurnCompleted>(events[^1]);
        Assert.Equal(FinishReason.Stop, ended.FinishReason);
        Assert.Equal(
            (12, 40, 4, 2),
            (ended.Usage.InputTokens, ended.Usage.OutputTokens, ended.Usage.CachedInputTokens, ended.Usage.ReasoningTokens));
    }

    [Fact]
    public async Task Reply_Reasoning_HasItsOwnChannel()
    {
        await using var host = await StartAsync();
        host.Upstream.Script("model-a", reply => reply.Reasoning("Hm.").Text("Yes."));
        var session = await host.CreateSessionAsync(Token);

        var receipt = await session.SendAsync(new NewMessage("Is it?"), Token);
        var turn = await session.WaitForTurnAsync(receipt.TurnId, ChannelSet.Of(["final", "analysis"]), Token);

        Assert.Equal(
            [(MessageChannel.Analysis, "Hm."), (MessageChannel.Final, "Yes.")], turn.Replies.Select(reply => (reply.Channel, reply.Text)));
    }

    [Fact]
    public async Task Reply_Next_IsGivenTheConversation()
    {
        await using var host = await StartAsync();
        var session = await host.CreateSessionAsync(Token);

        await session.AskAsync("first", Token);
        await session.AskAsync("second", Token);

        Assert.Equal(
            ["system: You are Alice.", "user: first", "assistant: model-a heard: first", "user: second"],
            host.Upstream.Requests[1].Messages);
    }

    [Fact]
    public async Task Reply_RefusedByTheProvider_FailsWithTheProvidersCode()
    {
        await using var host = await StartAsync();
        host.Upstream.Script("model-a", reply => reply.Error(400, "No."));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Hi", Token);

        Assert.Equal((TurnStatus.Failed, "provider_rejected"), (turn.Status, turn.Error?.Code));
        Assert.Equal(TurnStatus.Completed, (await session.AskAsync("Hi again", Token)).Status);
    }

    [Fact]
    public async Task Cancel_InMidStream_AbortsTheCallKeepsThePartAndTheNextTurnWorks()
    {
        await using var host = await StartAsync();
        host.Upstream.Script("model-a", reply => reply.Text("Once upon").Hold());
        var session = await host.CreateSessionAsync(Token);
        var receipt = await session.SendAsync(new NewMessage("Tell"), Token);
        await session.AttachAsync(0, Token).UntilAsync(read => read is MessageDelta, Token);

        var turn = await session.CancelAsync(receipt.TurnId, Token);

        await host.Upstream.Requests[0].Aborted.WaitAsync(Token);
        Assert.Equal(TurnStatus.Cancelled, turn.Status);
        Assert.Equal(("Once upon", true), (turn.Replies[0].Text, turn.Replies[0].Partial));
        Assert.Equal(TurnStatus.Completed, (await session.AskAsync("Go on", Token)).Status);
        Assert.Equal("assistant: Once upon", host.Upstream.Requests[1].Messages[^2]);
    }

    [Fact]
    public async Task Steer_BetweenToolRounds_ReachesTheModelWithItsNextCall()
    {
        await using var host = await StartAsync();
        var gate = new UpstreamGate();
        host.Upstream
            .Script("model-a", reply => reply.Gate(gate).ToolCall("c", "probe", Json(1)))
            .Script("model-a", reply => reply.Text("Both done."));
        var session = await host.CreateSessionAsync(Token);
        await session.SendAsync(new NewMessage("one"), Token);
        await gate.Reached.WaitAsync(Token);
        var joined = await session.SendAsync(new NewMessage("two", OnBusy: BusyPolicy.Steer), Token);
        gate.Open();

        var turn = await TurnOfAsync(session, joined);

        Assert.Equal("Both done.", turn.Text);
        Assert.Contains("user: two", host.Upstream.Requests[1].Messages);
        Assert.DoesNotContain("user: two", host.Upstream.Requests[0].Messages);
    }

    [Fact]
    public async Task Reload_WhileATurnRuns_TheTurnKeepsItsSettingsAndTheNextHasTheNewOnes()
    {
        await using var host = await StartAsync();
        var gate = new UpstreamGate();
        host.Upstream
            .Script("model-a", reply => reply.Text("Old. ").Gate(gate).ToolCall("c", "probe", Json(1)))
            .Script("model-a", reply => reply.Text("Still old."))
            .Script("model-new", reply => reply.ToolCall("c", "probe", Json(2)))
            .Script("model-new", reply => reply.Text("New."));
        var session = await host.CreateSessionAsync(Token);
        var running = await session.SendAsync(new NewMessage("one"), Token);
        await gate.Reached.WaitAsync(Token);

        await host.WriteAgentsAsync("alice: { name: Alice, prompt: 'You are new.', ai_config: { model: model-new } }", Token);
        await session.AttachAsync(0, Token).UntilAsync(read => read is AgentReloaded, Token);
        gate.Open();
        var first = await TurnOfAsync(session, running);
        var second = await session.AskAsync("two", Token);

        Assert.Equal(("model-a", "probed 1"), (first.Model, Assert.Single(first.ToolCalls).Result));
        Assert.Equal(("model-new", "New."), (second.Model, second.Text));
        Assert.Equal(ToolCallOutcome.Failed, Assert.Single(second.ToolCalls).Outcome);
    }

    [Fact]
    public async Task Agents_ThreeOfOneSession_AnswerAtOnceEachWithItsOwnModel()
    {
        await using var host = await StartAsync();
        var gates = new Dictionary<string, UpstreamGate> { ["model-a"] = new(), ["model-b"] = new(), ["model-c"] = new() };
        foreach (var (model, gate) in gates)
        {
            host.Upstream.Script(model, reply => reply.Text("I am ").Gate(gate).Text(model));
        }

        var session = await host.CreateSessionAsync(Token);
        TurnReceipt[] receipts =
        [
            await session.SendAsync(new NewMessage("Who?", "alice"), Token),
            await session.SendAsync(new NewMessage("Who?", "debbie"), Token),
            await session.SendAsync(new NewMessage("Who?", "carl"), Token),
        ];

        // All three are within their replies before any of them ends.
        await Task.WhenAll(gates.Values.Select(gate => gate.Reached)).WaitAsync(Token);
        foreach (var gate in gates.Values)
        {
            gate.Open();
        }

        var turns = await Task.WhenAll(receipts.Select(receipt => TurnOfAsync(session, receipt)));
        Assert.Equal(["I am model-a", "I am model-b", "I am model-c"], turns.Select(turn => turn.Text));
    }
}
