using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions;

public sealed class HotReloadTests
{
    private const string AliceOnAnotherModel = """
        alice:
          name: "Alice"
          prompt: "You are Alice."
          ai_config: { model: model-new }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reload_WhileATurnRuns_TheTurnKeepsItsRevisionAndTheNextHasTheNewOne()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var gate = new TaskCompletionSource();
        host.Upstream.Script("model-a", reply => reply.Text("Old ").Gate(gate.Task).Text("model"));
        var session = await host.CreateSessionAsync(Token);
        var revision = host.Agents.Get("alice").Config!.Revision;
        var running = await session.SendAsync(new NewMessage("one"), Token);
        var queued = await session.SendAsync(new NewMessage("two"), Token);

        // The watcher finds the edit; the session is told.
        await host.WriteAgentsAsync(AliceOnAnotherModel, Token);
        var events = await session.AttachAsync(0, Token).UntilAsync(read => read is AgentReloaded, Token);
        gate.SetResult();
        var first = await session.WaitForTurnAsync(running.TurnId, Token);
        var second = await session.WaitForTurnAsync(queued.TurnId, Token);

        var reloaded = Assert.IsType<AgentReloaded>(events[^1]);
        Assert.Contains("ai_config.model", reloaded.ChangedKeys);
        Assert.Equal(("Old model", "model-a", revision), (first.Text, first.Model, first.ConfigRevision));
        Assert.Equal(("model-new", reloaded.Revision), (second.Model, second.ConfigRevision));
        Assert.NotEqual(revision, reloaded.Revision);
    }

    [Fact]
    public async Task Reload_BadEdit_KeepsTheLastGoodRevisionInService()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);
        var revision = host.Agents.Get("alice").Config!.Revision;

        await host.WriteAgentsAsync("alice: { name: Alice, prompt: 'x', ai_config: { modle: y } }", Token);
        host.Catalog.Reload();
        var receipt = await session.SendAsync(new NewMessage("Hi"), Token);
        var turn = await session.WaitForTurnAsync(receipt.TurnId, Token);

        Assert.Equal((TurnStatus.Completed, revision), (turn.Status, turn.ConfigRevision));
        Assert.Contains("modle", host.Agents.Get("alice").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_AgentRemoved_ItsRunningTurnEndsThenItsLoopGoes()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var gate = new TaskCompletionSource();
        host.Upstream.Script("model-b", reply => reply.Gate(gate.Task).Text("Bye"));
        var session = await host.CreateSessionAsync(Token);
        var receipt = await session.SendAsync(new NewMessage("Hi", "debbie"), Token);

        await host.WriteAgentsAsync(AliceOnAnotherModel, Token);
        host.Catalog.Reload();
        var refused = await Assert.ThrowsAsync<NotFoundException>(() => session.SendAsync(new NewMessage("Hi", "debbie"), Token));
        gate.SetResult();
        var turn = await session.WaitForTurnAsync(receipt.TurnId, Token);
        await host.Loops.RetireAgentAsync("debbie").WaitAsync(Token);

        Assert.Equal(ErrorCodes.AgentNotFound, refused.Code);
        Assert.Equal((TurnStatus.Completed, "Bye"), (turn.Status, turn.Text));
        Assert.Empty(host.Loops.List());
    }

    [Fact]
    public async Task Reload_HundredTurnsWhileTheFileChanges_EveryTurnHasExactlyOneRevisionAndNoneFails()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var sessions = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => host.CreateSessionAsync(Token)));
        var turns = Task.WhenAll(sessions.Select(async session =>
        {
            var ended = new List<TurnView>();
            for (var number = 0; number < 10; number++)
            {
                var receipt = await session.SendAsync(new NewMessage($"turn {number}"), Token);
                ended.Add(await session.WaitForTurnAsync(receipt.TurnId, Token));
            }

            return ended;
        }));

        var edits = 0;
        while (!turns.IsCompleted)
        {
            await host.WriteAgentsAsync(AliceOnAnotherModel.Replace("model-new", $"model-{edits++ % 5}", StringComparison.Ordinal), Token);
            host.Catalog.Reload();
        }

        Assert.All((await turns).SelectMany(ended => ended), turn =>
        {
            Assert.Equal(TurnStatus.Completed, turn.Status);
            Assert.StartsWith($"{turn.Model} heard", turn.Text, StringComparison.Ordinal);
        });
    }
}
