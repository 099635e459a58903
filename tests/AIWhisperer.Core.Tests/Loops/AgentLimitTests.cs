using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Upstream;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Loops;

/// <summary>An agent's own limits hold for all its loops together, and for no other agent's.</summary>
public sealed class AgentLimitTests
{
    private const string Agents = """
        alice:
          name: Alice
          prompt: "You are Alice."
          ai_config: { model: model-a }
          limits: { max_concurrent_calls: 1 }
        debbie:
          name: Debbie
          prompt: "You are Debbie."
          ai_config: { model: model-b }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SecondCall_OfABusyAgent_WaitsAndSaysItsPlace()
    {
        await using var host = await CoreHost.StartAsync(Token, Agents);
        var gate = new UpstreamGate();
        host.Upstream.Script("model-a", reply => reply.Gate(gate).Text("First."));
        var (one, two) = (await host.CreateSessionAsync(Token), await host.CreateSessionAsync(Token));
        var first = await one.SendAsync(new NewMessage("Hello"), Token);
        await gate.Reached.WaitAsync(Token);

        var second = await two.SendAsync(new NewMessage("Hello"), Token);
        var queued = (await two.AttachAsync(0, Token).UntilAsync(read => read is ModelQueued, Token))[^1];
        var other = await host.CreateSessionAsync(Token, "debbie");
        var meanwhile = await other.AskAsync("Hello", Token);
        var requests = host.Upstream.Requests.Count;
        gate.Open();
        await one.WaitForTurnAsync(first.TurnId, Token);
        var turn = await two.WaitForTurnAsync(second.TurnId, Token);

        Assert.Equal(("alice", 1), (((ModelQueued)queued).WaitsFor, ((ModelQueued)queued).Position));
        Assert.Equal(TurnStatus.Completed, meanwhile.Status);
        Assert.Equal(2, requests);
        Assert.Equal(TurnStatus.Completed, turn.Status);
    }

    [Fact]
    public async Task Cancel_OfACallThatWaits_EndsItAtOnceAndLeavesThePlaceToOthers()
    {
        await using var host = await CoreHost.StartAsync(Token, Agents);
        var gate = new UpstreamGate();
        host.Upstream.Script("model-a", reply => reply.Gate(gate).Text("First."));
        var (one, two, three) =
            (await host.CreateSessionAsync(Token), await host.CreateSessionAsync(Token), await host.CreateSessionAsync(Token));
        var first = await one.SendAsync(new NewMessage("Hello"), Token);
        await gate.Reached.WaitAsync(Token);
        var second = await two.SendAsync(new NewMessage("Hello"), Token);
        await two.AttachAsync(0, Token).UntilAsync(read => read is ModelQueued, Token);
        var third = await three.SendAsync(new NewMessage("Hello"), Token);
        await three.AttachAsync(0, Token).UntilAsync(read => read is ModelQueued { Position: 2 }, Token);

        var cancelled = await two.CancelAsync(second.TurnId, Token);
        gate.Open();

        Assert.Equal(TurnStatus.Cancelled, cancelled.Status);
        Assert.Equal(TurnStatus.Completed, (await one.WaitForTurnAsync(first.TurnId, Token)).Status);
        Assert.Equal(TurnStatus.Completed, (await three.WaitForTurnAsync(third.TurnId, Token)).Status);
        Assert.Equal(2, host.Upstream.Requests.Count);
    }

    [Fact]
    public async Task Limits_Raised_HoldForTheNextCalls()
    {
        await using var host = await CoreHost.StartAsync(Token, Agents);
        var gate = new UpstreamGate();
        host.Upstream.Script("model-a", reply => reply.Gate(gate).Text("First."));
        var (one, two) = (await host.CreateSessionAsync(Token), await host.CreateSessionAsync(Token));
        var first = await one.SendAsync(new NewMessage("Hello"), Token);
        await gate.Reached.WaitAsync(Token);

        await host.WriteAgentsAsync(Agents.Replace("max_concurrent_calls: 1", "max_concurrent_calls: 2", StringComparison.Ordinal), Token);
        host.Catalog.Reload();
        var second = await two.AskAsync("Hello", Token);

        Assert.Equal(TurnStatus.Completed, second.Status);
        gate.Open();
        Assert.Equal(TurnStatus.Completed, (await one.WaitForTurnAsync(first.TurnId, Token)).Status);
    }
}
