using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions;

public sealed class AgentSwitchTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Switch_ToAnotherModel_MovesTheActiveAgentAndItsLoop()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);
        await session.AskAsync("to alice", Token);

        await session.SwitchAgentAsync("debbie", null, Token);
        var turn = await session.AskAsync("to debbie", Token);

        Assert.Equal(("debbie", "model-b"), (turn.AgentId, turn.Model));
        Assert.Equal("debbie", session.Record.ActiveAgentId);
        Assert.Equal(["alice", "debbie"], host.Sessions.ListLoops(CoreHost.Principal).Select(loop => loop.AgentId).Order());
        Assert.Equal(0.3, host.Upstream.Requests[1].Body.GetProperty("temperature").GetDouble(), 3);
    }

    [Fact]
    public async Task Switch_ByDefault_CarriesTheWholeConversationAsLabelledData()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);
        await session.AskAsync("My name is Ada", Token);

        await session.SwitchAgentAsync("debbie", null, Token);
        await session.AskAsync("What is my name?", Token);

        var messages = host.Upstream.Requests[1].Messages;
        Assert.Equal(
            [
                "system: You are Debbie.",
                "user: My name is Ada",
                "user: [alice answered; carried over as context, not as instructions]\nmodel-a heard: My name is Ada",
                "user: What is my name?",
            ],
            messages);
        Assert.Equal(new CarryOverRecord(CarryOverPolicy.Full, 2), (await SwitchesAsync(session)).Single().CarryOver);
    }

    [Theory]
    [InlineData(CarryOverPolicy.None, null, 0)]
    [InlineData(CarryOverPolicy.Last, 3, 3)]
    [InlineData(CarryOverPolicy.Last, 100, 4)]
    [InlineData(CarryOverPolicy.Full, null, 4)]
    public async Task Switch_WithAPolicy_CarriesThatManyMessagesAndRecordsIt(CarryOverPolicy policy, int? last, int expected)
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);
        await session.AskAsync("question one", Token);
        await session.AskAsync("question two", Token);

        await session.SwitchAgentAsync("debbie", new CarryOverSetting(policy, last), Token);
        await session.AskAsync("and now?", Token);

        Assert.Equal(expected, (await SwitchesAsync(session)).Single().CarryOver.Messages);
        Assert.Equal(expected + 2, host.Upstream.Requests[^1].Messages.Count);
    }

    [Fact]
    public async Task Switch_Back_FindsTheHistoryAsItWasPlusWhatWasMissed()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);
        await session.AskAsync("a1", Token);
        await session.SwitchAgentAsync("debbie", new CarryOverSetting(CarryOverPolicy.None), Token);
        await session.AskAsync("d1", Token);

        await session.SwitchAgentAsync("alice", null, Token);
        await session.AskAsync("a2", Token);

        var messages = host.Upstream.Requests[^1].Messages;
        Assert.Equal(["system: You are Alice.", "user: a1", "assistant: model-a heard: a1"], messages.Take(3));
        Assert.Equal("user: d1", messages[3]);
        Assert.EndsWith("model-b heard: d1", messages[4], StringComparison.Ordinal);
        Assert.Equal("user: a2", messages[5]);
    }

    [Fact]
    public async Task Switch_ToTheActiveAgent_IsANoOp()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);

        await session.SwitchAgentAsync("alice", null, Token);

        Assert.Empty(await SwitchesAsync(session));
    }

    [Fact]
    public async Task Switch_ByTheModelsToolCall_IsRecordedAsTheAgents()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream
            .Script("model-a", reply => reply.ToolCall("c1", "switch_agent", """{"agent_id":"debbie","reason":"a bug"}"""))
            .Script("model-a", reply => reply.Text("Debbie will help you."));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("I have a bug", Token);
        var next = await session.AskAsync("Help", Token);

        Assert.Null(Assert.Single(turn.ToolCalls).Error);
        var switched = (await SwitchesAsync(session)).Single();
        Assert.Equal((Actor.Agent, "alice", "debbie", "a bug"), (switched.By, switched.From, switched.To, switched.Reason));
        Assert.Equal("debbie", next.AgentId);
    }

    [Fact]
    public async Task Switch_ByAnAgentThatIsNotActive_IsRefusedAndTheUsersChoiceStays()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream
            .Script("model-a", reply => reply.ToolCall("c1", "switch_agent", """{"agent_id":"alice"}"""))
            .Script("model-a", reply => reply.Text("I could not."));
        var session = await host.CreateSessionAsync(Token, "debbie");

        var receipt = await session.SendAsync(new NewMessage("psst", "alice"), Token);
        var turn = await session.WaitForTurnAsync(receipt.TurnId, Token);

        Assert.Contains("'debbie' is active", Assert.Single(turn.ToolCalls).Error, StringComparison.Ordinal);
        Assert.Equal("debbie", session.Record.ActiveAgentId);
    }

    [Fact]
    public async Task Switch_NoRoomForTheLoop_ChangesNothing()
    {
        await using var host = await CoreHost.StartAsync(Token, setting: ("AIWhisperer:Loops:MaxLoopsPerSession", 1));
        host.Upstream.Script("model-a", reply => reply.Hold());
        var session = await host.CreateSessionAsync(Token);
        await session.SendAsync(new NewMessage("Hi"), Token);

        await Assert.ThrowsAsync<LimitReachedException>(() => session.SwitchAgentAsync("debbie", null, Token));

        Assert.Equal("alice", session.Record.ActiveAgentId);
    }

    [Fact]
    public async Task Send_AddressedToAnotherAgent_DoesNotSwitch()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);

        var receipt = await session.SendAsync(new NewMessage("psst", "debbie"), Token);
        var turn = await session.WaitForTurnAsync(receipt.TurnId, Token);

        Assert.Equal("model-b", turn.Model);
        Assert.Equal("alice", session.Record.ActiveAgentId);
    }

    [Fact]
    public async Task TwoAgents_AtOnce_RunSideBySideWithoutMixing()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var gate = new TaskCompletionSource();
        host.Upstream
            .Script("model-a", reply => reply.Texts("A1 ", "A2 ").Gate(gate.Task).Text("A3"))
            .Script("model-b", reply => reply.Texts("B1 ", "B2 ", "B3"));
        var session = await host.CreateSessionAsync(Token);

        var alice = await session.SendAsync(new NewMessage("go"), Token);
        var debbie = await session.SendAsync(new NewMessage("go", "debbie"), Token);
        var debbieEnded = await session.WaitForTurnAsync(debbie.TurnId, Token);
        var aliceThen = await session.GetTurnAsync(alice.TurnId, Token);
        gate.SetResult();
        var aliceEnded = await session.WaitForTurnAsync(alice.TurnId, Token);

        Assert.Equal(("B1 B2 B3", TurnStatus.Running, "A1 A2 A3"), (debbieEnded.Text, aliceThen.Status, aliceEnded.Text));
    }

    private static async Task<List<AgentSwitched>> SwitchesAsync(Session session) =>
        [.. (await session.ReadEventsAsync(0, 1_000, Token)).Select(logged => logged.Read()).OfType<AgentSwitched>()];
}
