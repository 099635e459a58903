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
        const int Threads = 8;
        const int Rounds = 1_250;
        await using var host = await CoreHost.StartAsync(Token);
        var config = host.Agents.Get("alice").Config!;
        using var round = new Barrier(Threads);
        var loops = Enumerable.Range(0, Threads).Select(_ => new AILoop[Rounds]).ToList();

        // In every round all threads make the first call for one key at the same moment.
        var racers = Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
        {
            for (var number = 0; number < Rounds; number++)
            {
                round.SignalAndWait();
                loops[thread][number] = host.Loops.GetOrCreate(new LoopKey($"session-{number}", "alice"), config, new FakeLoopHost());
            }
        })).ToList();
        racers.ForEach(racer => racer.Start());
        racers.ForEach(racer => racer.Join());

        Assert.Equal(Rounds, host.Loops.List().Count);
        Assert.All(Enumerable.Range(0, Rounds), number => Assert.Single(
            loops.Select(made => made[number]).Distinct()));
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
        var clock = new ManualTimeProvider();
        await using var host = await CoreHost.StartAsync(Token, clock: clock, setting: ("AIWhisperer:Loops:IdleTimeout", "00:10:00"));
        host.Upstream.Script("model-b", reply => reply.Hold());
        var session = await host.CreateSessionAsync(Token);
        var done = await session.SendAsync(new NewMessage("Hi"), Token);
        await session.WaitForTurnAsync(done.TurnId, Token);
        await host.Loops.Find(new LoopKey(session.Id, "alice"))!.CurrentWork.WaitAsync(Token);
        await session.SendAsync(new NewMessage("Hi", "debbie"), Token);

        var early = host.Loops.EvictIdle();
        clock.Advance(TimeSpan.FromMinutes(11));

        Assert.Equal(0, early);
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

    [Fact]
    public async Task Retire_LastWaitingTurnIsCancelled_StillWaitsForTheRunningOne()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var go = new TaskCompletionSource();
        host.Upstream.Script("model-a", reply => reply.Gate(go.Task).Text("done"));
        var session = await host.CreateSessionAsync(Token);
        await session.SendAsync(new NewMessage("one"), Token);
        var waiting = await session.SendAsync(new NewMessage("two"), Token);

        var retire = host.Loops.RetireAgentAsync("alice");
        await session.CancelAsync(waiting.TurnId, Token);
        var loops = host.Loops.List().Count;
        go.SetResult();
        await retire.WaitAsync(Token);

        Assert.Equal(1, loops);
        Assert.Empty(host.Loops.List());
    }

    private static AILoop Make(CoreHost host, string sessionId, string agentId, AILoopConfig config) =>
        host.Loops.GetOrCreate(new LoopKey(sessionId, agentId), config, new FakeLoopHost());
}
