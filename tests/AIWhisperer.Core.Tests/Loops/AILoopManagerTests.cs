using AIWhisperer.Core.Loops;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;

namespace AIWhisperer.Core.Tests.Loops;

public sealed class AILoopManagerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetOrCreate_TenThousandRacingFirstCalls_MakesOneLoopForEachKey()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var config = host.Agents.Get("alice").Config!;
        using var start = new ManualResetEventSlim();

        var racing = Enumerable.Range(0, 10_000).Select(call => Task.Run(
            () =>
            {
                start.Wait(Token);
                return host.Loops.GetOrCreate(new LoopKey($"session-{call % 100}", "alice"), config, new FakeLoopHost());
            },
            Token)).ToList();
        start.Set();
        var loops = await Task.WhenAll(racing);

        Assert.Equal(100, loops.Distinct().Count());
        Assert.Equal(100, host.Loops.List().Count);
        Assert.All(loops.GroupBy(loop => loop.Key), same => Assert.Single(same.Distinct()));
    }

    [Fact]
    public async Task GetOrCreate_BeyondTheLimitOfASession_ReleasesTheLongestIdleLoop()
    {
        await using var host = await CoreHost.StartAsync(Token, setting: ("AIWhisperer:Loops:MaxLoopsPerSession", 2));
        var config = host.Agents.Get("alice").Config!;
        var first = Make(host, "s", "one", config);
        var second = Make(host, "s", "two", config);

        var third = Make(host, "s", "three", config);

        Assert.Equal([third.Key, second.Key], host.Loops.List().Select(loop => loop.Key).OrderBy(key => key.AgentId));
        Assert.NotSame(first, Make(host, "s", "one", config));
    }

    [Fact]
    public async Task GetOrCreate_BeyondTheLimitWithEveryLoopBusy_IsRefused()
    {
        await using var host = await CoreHost.StartAsync(Token, setting: ("AIWhisperer:Loops:MaxLoops", 1));
        host.Upstream.Script("model-a", reply => reply.Hold());
        var session = await host.CreateSessionAsync(Token);
        await session.SendAsync(new NewMessage("Hi"), Token);
        var other = await host.CreateSessionAsync(Token);

        var refused = await Assert.ThrowsAsync<LimitReachedException>(() => other.SendAsync(new NewMessage("Hi"), Token));

        Assert.Equal(ErrorCodes.LoopLimit, refused.Code);
        Assert.Contains("AIWhisperer:Loops:MaxLoops", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EvictIdle_AfterTheIdleTime_ReleasesIdleLoopsAndNoBusyOne()
    {
        await using var host = await CoreHost.StartAsync(Token, setting: ("AIWhisperer:Loops:IdleTimeout", "00:00:00.1"));
        host.Upstream.Script("model-b", reply => reply.Hold());
        var session = await host.CreateSessionAsync(Token);
        var done = await session.SendAsync(new NewMessage("Hi"), Token);
        await session.WaitForTurnAsync(done.TurnId, Token);
        await session.SendAsync(new NewMessage("Hi", "debbie"), Token);

        // The idle time passes for real: the loop under test reads the host's clock.
        while (host.Loops.EvictIdle() == 0)
        {
            await Task.Yield();
            Token.ThrowIfCancellationRequested();
        }

        Assert.Equal(["debbie"], host.Loops.List().Select(loop => loop.Key.AgentId));
    }

    [Fact]
    public async Task List_TwoAgentsOfOneSession_ShowsEachWithItsOwnModel()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);
        foreach (var agent in new[] { "alice", "debbie" })
        {
            var receipt = await session.SendAsync(new NewMessage("Hi", agent), Token);
            await session.WaitForTurnAsync(receipt.TurnId, Token);
        }

        var loops = host.Sessions.ListLoops(CoreHost.Principal).OrderBy(loop => loop.AgentId).ToList();

        Assert.Equal([("alice", "model-a"), ("debbie", "model-b")], loops.Select(loop => (loop.AgentId, loop.Model)));
        Assert.All(loops, loop => Assert.Equal(("fake", session.Id), (loop.Provider, loop.SessionId)));
        Assert.Empty(host.Sessions.ListLoops("somebody else"));
    }

    [Fact]
    public async Task Release_LoopWithARunningTurn_CancelsTheTurn()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream.Script("model-a", reply => reply.Hold());
        var session = await host.CreateSessionAsync(Token);
        var receipt = await session.SendAsync(new NewMessage("Hi"), Token);
        var request = await host.Upstream.NextRequestAsync(Token);

        await host.Sessions.ReleaseLoopAsync(CoreHost.Principal, new LoopKey(session.Id, "alice"), Token);

        await request.Aborted.WaitAsync(Token);
        Assert.Equal(TurnStatus.Cancelled, (await session.GetTurnAsync(receipt.TurnId, Token)).Status);
        Assert.Empty(host.Loops.List());
    }

    private static AILoop Make(CoreHost host, string sessionId, string agentId, AILoopConfig config) =>
        host.Loops.GetOrCreate(new LoopKey(sessionId, agentId), config, new FakeLoopHost());
}
