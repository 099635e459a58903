using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions;

public sealed class SessionDrainTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Drain_AskedForTwice_HappensOnce()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream.Script("model-a", reply => reply.Text("So far").Hold());
        var session = await host.CreateSessionAsync(Token);
        await session.SendAsync(new NewMessage("Go"), Token);
        var following = ReadAllAsync(session, 0);
        await session.AttachAsync(0, Token).UntilAsync(read => read is MessageDelta, Token);

        await Task.WhenAll(host.Get<SessionDrain>().DrainAsync(Token), host.Get<SessionDrain>().DrainAsync(Token));
        var late = await ReadAllAsync(session, 0);

        Assert.Equal(
            ["session.created", "message.added", "turn.started", "server.draining", "message.completed", "turn.interrupted"],
            (await following).Where(read => read is not MessageDelta).Select(EventTypes.Of));
        Assert.Equal((await following).Select(EventTypes.Of), late.Select(EventTypes.Of));
    }

    [Fact]
    public async Task Drain_TellsThoseWhoFollow_AndRefusesTheRest()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var followed = await host.CreateSessionAsync(Token);
        var unfollowed = await host.CreateSessionAsync(Token);
        await using var reader = followed.AttachAsync(0, Token).GetAsyncEnumerator(Token);
        Assert.True(await reader.MoveNextAsync());

        var draining = host.Get<SessionDrain>().DrainAsync(Token);
        Assert.True(await reader.MoveNextAsync());
        var told = Assert.IsType<ServerDraining>(reader.Current.Read());
        Assert.False(await reader.MoveNextAsync());
        await draining;

        Assert.Equal(0, told.GraceMs);
        Assert.Equal(1, unfollowed.LastSeq);
        foreach (var refused in (Func<Task>[])[() => followed.SendAsync(new NewMessage("late"), Token), () => host.CreateSessionAsync(Token)])
        {
            var error = await Assert.ThrowsAsync<UnavailableException>(refused);
            Assert.Equal((ErrorCodes.ServerStopping, TimeSpan.FromSeconds(5)), (error.Code, error.RetryAfter!.Value));
        }
    }

    [Fact]
    public async Task Drain_WithGrace_LetsTheRunningTurnEndAndLeavesTheWaitingOne()
    {
        await using var host = await CoreHost.StartAsync(Token, setting: ("AIWhisperer:Loops:ShutdownGrace", "00:05:00"));
        var go = new TaskCompletionSource();
        host.Upstream.Script("model-a", reply => reply.Text("So ").Gate(go.Task).Text("far"));
        var session = await host.CreateSessionAsync(Token);
        var running = await session.SendAsync(new NewMessage("one"), Token);
        var waiting = await session.SendAsync(new NewMessage("two"), Token);
        await host.Upstream.NextRequestAsync(Token);

        var draining = host.Get<SessionDrain>().DrainAsync(Token);
        go.SetResult();
        await draining;

        Assert.Equal((TurnStatus.Completed, "So far"), ((await session.GetTurnAsync(running.TurnId, Token)).Status, (await session.GetTurnAsync(running.TurnId, Token)).Text));
        Assert.Equal(TurnStatus.Queued, (await session.GetTurnAsync(waiting.TurnId, Token)).Status);
        await host.RestartAsync(Token);
        var again = await host.Sessions.GetAsync(CoreHost.Principal, session.Id, Token);
        Assert.Equal(TurnStatus.Completed, (await again.WaitForTurnAsync(waiting.TurnId, Token)).Status);
    }

    [Fact]
    public async Task Urge_EndsTheGrace()
    {
        await using var host = await CoreHost.StartAsync(Token, setting: ("AIWhisperer:Loops:ShutdownGrace", "00:05:00"));
        host.Upstream.Script("model-a", reply => reply.Hold());
        var session = await host.CreateSessionAsync(Token);
        var running = await session.SendAsync(new NewMessage("one"), Token);
        await host.Upstream.NextRequestAsync(Token);

        var draining = host.Get<SessionDrain>().DrainAsync(Token);
        host.Get<SessionDrain>().Urge();
        await draining;

        Assert.Equal(TurnStatus.Interrupted, (await session.GetTurnAsync(running.TurnId, Token)).Status);
    }

    private static async Task<List<SessionEvent>> ReadAllAsync(Session session, long after)
    {
        var read = new List<SessionEvent>();
        await foreach (var logged in session.AttachAsync(after, Token))
        {
            read.Add(logged.Read());
        }

        return read;
    }
}
