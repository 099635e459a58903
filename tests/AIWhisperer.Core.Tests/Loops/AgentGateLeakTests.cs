using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.Core.Tests.Sessions;
using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Upstream;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Loops;

/// <summary>A place at an agent's gate is given back whatever ends the turn that waits for it.</summary>
public sealed class AgentGateLeakTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Turn_ThatEndsWhileItsCallWaits_LeavesTheQueue()
    {
        FailingStore? store = null;
        await using var host = await CoreHost.StartAsync(
            Token,
            """
            alice:
              name: Alice
              prompt: "You are Alice."
              ai_config: { model: model-a }
              limits: { max_concurrent_calls: 1 }
            """,
            wrapStore: inner => store = new FailingStore(inner));
        var gate = new UpstreamGate();
        host.Upstream.Script("model-a", reply => reply.Gate(gate).Text("First.")).ScriptAlways("model-a", reply => reply.Text("Later."));
        var (one, two, three) =
            (await host.CreateSessionAsync(Token), await host.CreateSessionAsync(Token), await host.CreateSessionAsync(Token));
        var first = await one.SendAsync(new NewMessage("Hello"), Token);
        await gate.Reached.WaitAsync(Token);

        // The second turn waits for the first one's place when the store refuses its start.
        store!.TypeToRefuse = EventTypes.TurnStarted;
        var second = await two.AskAsync("Hello", Token);
        store.TypeToRefuse = null;
        gate.Open();
        await one.WaitForTurnAsync(first.TurnId, Token);
        await three.SendAsync(new NewMessage("Hello"), Token);
        var events = await three.AttachAsync(0, Token).UntilAsync(read => read is ModelQueued or TurnCompleted, Token);

        Assert.Equal(TurnStatus.Failed, second.Status);
        Assert.Empty(events.OfType<ModelQueued>());
    }
}
