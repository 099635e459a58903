using System.Text.Json;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops;
using Microsoft.Extensions.AI;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Loops;

public sealed class LoopHistoryTests
{
    [Fact]
    public void Apply_TurnThatEndsWithAnOpenCall_GivesTheCallAResult()
    {
        var history = Fold(
            new MessageAdded("m", "user", "Hi"),
            new TurnStarted("p", "m", "r"),
            new MessageCompleted("a", MessageChannel.Final, "Let me look."),
            Requested("c1"),
            Requested("c2"),
            new ToolCompleted("c1", "tool", ToolCallOutcome.Succeeded, "found", null, 1),
            new TurnInterrupted("crash"));

        Assert.Equal([ChatRole.User, ChatRole.Assistant, ChatRole.Tool], history.Messages.Select(message => message.Role));
        Assert.Equal(["c1", "c2"], history.Messages[1].Contents.OfType<FunctionCallContent>().Select(call => call.CallId));
        var results = history.Messages[2].Contents.OfType<FunctionResultContent>().ToList();
        Assert.Equal(["c1", "c2"], results.Select(result => result.CallId));
        Assert.Equal("found", results[0].Result);
        Assert.Contains("unknown", results[1].Result!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_ResultWithoutACall_IsDropped()
    {
        var history = Fold(
            new MessageAdded("m", "user", "Hi"), new TurnStarted("p", "m", "r"), new ToolCompleted("ghost", "tool", ToolCallOutcome.Succeeded, "x", null, 1));

        Assert.Equal([ChatRole.User], history.Messages.Select(message => message.Role));
    }

    [Fact]
    public void Apply_MessageWhoseTurnNeverStarted_IsNotToldToTheModel()
    {
        var history = Fold(
            new MessageAdded("m", "user", "Hi"), new TurnCancelled(Actor.User, TurnUsage.None, new TurnTimings(0, null, 0)));

        Assert.Empty(history.Messages);
    }

    [Fact]
    public void Apply_Reasoning_IsNotToldToTheModel()
    {
        var history = Fold(
            new MessageAdded("m", "user", "Hi"),
            new TurnStarted("p", "m", "r"),
            new MessageCompleted("a", MessageChannel.Analysis, "Hmm."),
            new MessageCompleted("b", MessageChannel.Final, "Hello."));

        Assert.Equal(["Hi", "Hello."], history.Messages.Select(message => message.Text));
    }

    [Fact]
    public void Apply_SwitchBetweenACallAndItsResult_CarriesOverBeforeTheNextTurn()
    {
        var history = new LoopHistory("alice");
        SessionEvent[] events =
        [
            new MessageAdded("m1", "user", "psst") { AgentId = "debbie", TurnId = "d" },
            new TurnStarted("p", "m", "r") { AgentId = "debbie", TurnId = "d" },
            new MessageAdded("m2", "user", "Hi") { AgentId = "alice", TurnId = "a" },
            new TurnStarted("p", "m", "r") { AgentId = "alice", TurnId = "a" },
            Requested("c1") with { AgentId = "alice", TurnId = "a" },
            new AgentSwitched("debbie", "alice", Actor.User, new CarryOverRecord(CarryOverPolicy.Full, 1)) { AgentId = "alice" },
            new ToolCompleted("c1", "tool", ToolCallOutcome.Succeeded, "found", null, 1) { AgentId = "alice", TurnId = "a" },
            new MessageCompleted("b", MessageChannel.Final, "Done.") { AgentId = "alice", TurnId = "a" },
            new MessageAdded("m3", "user", "Next") { AgentId = "alice", TurnId = "a2" },
            new TurnStarted("p", "m", "r") { AgentId = "alice", TurnId = "a2" },
        ];

        Array.ForEach(events, history.Apply);

        Assert.Equal(
            [ChatRole.User, ChatRole.Assistant, ChatRole.Tool, ChatRole.Assistant, ChatRole.User, ChatRole.User],
            history.Messages.Select(message => message.Role));
        Assert.Equal("psst", history.Messages[4].Text);
        Assert.Equal("Next", history.Messages[5].Text);
    }

    [Fact]
    public void IsUntrusted_ComesWithTheWordsThatAreCarriedOver()
    {
        var bob = new LoopHistory("bob");
        var carol = new LoopHistory("carol");
        void Apply(SessionEvent item)
        {
            bob.Apply(item);
            carol.Apply(item);
        }

        Apply(new ToolCompleted("c", "page", ToolCallOutcome.Failed, null, "No", 1) { AgentId = "alice", TurnId = "a", Untrusted = true });
        Apply(new AgentSwitched("alice", "bob", Actor.Agent, new CarryOverRecord(CarryOverPolicy.Full, 0)) { AgentId = "bob" });
        Assert.False(bob.IsUntrusted);
        Apply(new TurnStarted("p", "m", "r") { AgentId = "bob", TurnId = "b" });
        Apply(new TurnCancelled(Actor.User, TurnUsage.None, new TurnTimings(0, null, 0)) { AgentId = "bob", TurnId = "b", RolledBack = true });
        Assert.True(bob.IsUntrusted);
        Apply(new AgentSwitched("bob", "carol", Actor.Agent, new CarryOverRecord(CarryOverPolicy.None, 0)) { AgentId = "carol" });
        Apply(new TurnStarted("p", "m", "r") { AgentId = "carol", TurnId = "c" });
        Assert.False(carol.IsUntrusted);
        Apply(new AgentSwitched("carol", "bob", Actor.User, new CarryOverRecord(CarryOverPolicy.None, 0)) { AgentId = "bob" });
        Apply(new AgentSwitched("bob", "carol", Actor.User, new CarryOverRecord(CarryOverPolicy.Last, 1)) { AgentId = "carol" });
        Apply(new TurnStarted("p", "m", "r") { AgentId = "carol", TurnId = "d" });
        Assert.True(carol.IsUntrusted);
    }

    [Fact]
    public void IsUntrusted_ComesWithAMessageThatNobodyVouchesFor()
    {
        var message = new MessageAdded("m", "user", "The page says so.") { AgentId = "alice", TurnId = "a" };

        Assert.False(Fold(message).IsUntrusted);
        Assert.True(Fold((MessageAdded)LoggedEvent.Of(message with { Untrusted = true, Seq = 1 }).Read()).IsUntrusted);
    }

    private static ToolRequested Requested(string callId) => new(callId, "tool", JsonElement.Parse("""{"a":1}"""));

    private static LoopHistory Fold(params SessionEvent[] events)
    {
        var history = new LoopHistory("alice");
        foreach (var sessionEvent in events)
        {
            history.Apply(sessionEvent with { AgentId = "alice", TurnId = "t" });
        }

        return history;
    }
}
