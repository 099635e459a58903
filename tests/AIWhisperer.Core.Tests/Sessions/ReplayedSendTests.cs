using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Upstream;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions;

public sealed class ReplayedSendTests
{
    private static readonly NewMessage s_message = new("Hello", ClientMessageId: "id-1");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replay_BusyAgentThatRejects_GivesTheReceipt()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream.Script("model-a", reply => reply.Hold());
        var session = await host.CreateSessionAsync(Token);
        var rejecting = s_message with { OnBusy = BusyPolicy.Reject };
        var first = await session.SendAsync(rejecting, Token);

        Assert.Equal(first with { Replayed = true }, await session.SendAsync(rejecting, Token));
    }

    [Fact]
    public async Task Replay_FullQueue_GivesTheReceiptWithThePlaceItHad()
    {
        await using var host = await CoreHost.StartAsync(Token, setting: ("AIWhisperer:Loops:MaxQueuedTurns", 1));
        host.Upstream.Script("model-a", reply => reply.Hold());
        var session = await host.CreateSessionAsync(Token);
        await session.SendAsync(new NewMessage("running"), Token);
        var first = await session.SendAsync(s_message, Token);

        Assert.Equal(first with { Position = 1, Replayed = true }, await session.SendAsync(s_message, Token));
    }

    [Fact]
    public async Task Replay_LoopLimitIsReached_GivesTheReceipt()
    {
        await using var host = await CoreHost.StartAsync(Token, setting: ("AIWhisperer:Loops:MaxLoopsPerSession", 1));
        host.Upstream.Script("model-b", reply => reply.Hold());
        var session = await host.CreateSessionAsync(Token);
        var first = await session.SendAsync(s_message, Token);
        await session.WaitForTurnAsync(first.TurnId, Token);
        await host.Loops.ReleaseAsync(new(session.Id, "alice"));
        await session.SendAsync(new NewMessage("The only loop.", "debbie"), Token);
        await Assert.ThrowsAsync<LimitReachedException>(() => session.SendAsync(new NewMessage("One more."), Token));

        Assert.Equal(first with { Replayed = true }, await session.SendAsync(s_message, Token));
    }

    [Fact]
    public async Task Replay_AgentIsGoneAndAnotherIsActive_GivesTheReceipt()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);
        var toActive = await session.SendAsync(s_message, Token);
        var toDebbie = await session.SendAsync(new NewMessage("Hi", "debbie", ClientMessageId: "id-2"), Token);
        await session.WaitForTurnAsync(toActive.TurnId, Token);
        await session.WaitForTurnAsync(toDebbie.TurnId, Token);
        await session.SwitchAgentAsync("debbie", null, Token);
        await host.WriteAgentsAsync("nora: { name: Nora, prompt: 'You are Nora.', ai_config: { model: model-n } }", Token);
        host.Catalog.Reload();
        await Assert.ThrowsAsync<NotFoundException>(() => session.SendAsync(new NewMessage("Hi"), Token));

        Assert.Equal(toActive with { Replayed = true }, await session.SendAsync(s_message, Token));
        Assert.Equal(
            toDebbie with { Replayed = true }, await session.SendAsync(new NewMessage("Hi", "debbie", ClientMessageId: "id-2"), Token));
    }

    [Fact]
    public async Task Replay_AfterARestart_GivesTheReceiptAndNoSecondTurn()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);
        var first = await session.SendAsync(s_message, Token);
        await session.WaitForTurnAsync(first.TurnId, Token);

        await host.RestartAsync(Token);
        session = await host.Sessions.GetAsync(CoreHost.Principal, session.Id, Token);
        var again = await session.SendAsync(s_message, Token);

        Assert.Equal(first with { Replayed = true }, again);
        await Assert.ThrowsAsync<ConflictException>(() => session.SendAsync(s_message with { Text = "Other" }, Token));
        Assert.Single(host.Upstream.Requests);
    }

    [Fact]
    public async Task Send_WhenTheWindowIsOver_IsANewMessage()
    {
        var clock = new ManualTimeProvider();
        await using var host = await CoreHost.StartAsync(Token, setting: ("AIWhisperer:Sessions:IdempotencyWindow", "01:00:00"), clock: clock);
        var session = await host.CreateSessionAsync(Token);
        var first = await session.SendAsync(s_message, Token);
        await session.WaitForTurnAsync(first.TurnId, Token);

        clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        var within = await session.SendAsync(s_message, Token);
        clock.Advance(TimeSpan.FromTicks(1));
        var beyond = await session.SendAsync(s_message with { Text = "Other" }, Token);
        var again = await session.SendAsync(s_message with { Text = "Other" }, Token);

        Assert.Equal(first.TurnId, within.TurnId);
        Assert.False(beyond.Replayed);
        Assert.Equal(beyond with { Replayed = true }, again);
    }

    [Fact]
    public async Task Sweep_RemovesWhatIsOverInAllBatchesAndNothingElse()
    {
        var clock = new ManualTimeProvider();
        await using var host = await CoreHost.StartAsync(Token, setting: ("AIWhisperer:Sessions:IdempotencyWindow", "01:00:00"), clock: clock);
        var row = (await host.CreateSessionAsync(Token)).Record with { Id = RandomId.New() };
        var old = Enumerable.Range(1, 1_200).Select(seq => Accepted(row, seq, clock.GetUtcNow())).ToArray();
        var young = Accepted(row, 1_201, clock.GetUtcNow().AddYears(1));
        foreach (var accepted in old.Append(young))
        {
            await host.Store.AppendAsync(row, [], accepted);
        }

        clock.Advance(TimeSpan.FromHours(1));
        while (await host.Store.FindAcceptedAsync(row.Id, old[^1].ClientMessageId, Token) is not null)
        {
            clock.Advance(TimeSpan.FromSeconds(15));
            await Task.Yield();
        }

        Assert.Null(await host.Store.FindAcceptedAsync(row.Id, old[0].ClientMessageId, Token));
        Assert.Equal(young, await host.Store.FindAcceptedAsync(row.Id, young.ClientMessageId, Token));
    }

    [Fact]
    public async Task Send_AfterTheServerTookTheTurnBack_IsANewMessage()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var row = (await host.CreateSessionAsync(Token)).Record with { Id = RandomId.New(), LastSeq = 2, OpenTurns = 0 };
        var lost = new TurnReceipt(row.Id, "t1", "m1", "alice", 1, 0);
        await host.Store.AppendAsync(
            row,
            [
                Logged(1, new MessageAdded("m1", "user", s_message.Text) { TurnId = "t1", ClientMessageId = s_message.ClientMessageId }),
                Logged(2, new TurnCancelled(Actor.System, TurnUsage.None, new TurnTimings(0, null, 0)) { TurnId = "t1", RolledBack = true }),
            ],
            new AcceptedMessage(s_message.ClientMessageId!, "digest of the same", lost, host.Get<TimeProvider>().GetUtcNow()));
        var session = await host.Sessions.GetAsync(CoreHost.Principal, row.Id, Token);

        var again = await session.SendAsync(s_message, Token);
        var once = await session.SendAsync(s_message, Token);

        Assert.False(again.Replayed);
        Assert.NotEqual("t1", again.TurnId);
        Assert.Equal(again with { Replayed = true }, once);
    }

    [Fact]
    public async Task Send_AgainAfterAStall_RunsOnceAndTheFirstIsTakenBack()
    {
        FailingStore? store = null;
        var clock = new ManualTimeProvider();
        await using var host = await CoreHost.StartAsync(Token, wrapStore: inner => store = new FailingStore(inner), clock: clock);
        var session = await host.CreateSessionAsync(Token);
        var stall = new TaskCompletionSource();
        store!.AppendsWaitFor = stall.Task;

        var sending = session.SendAsync(s_message, Token);
        await store.Stalled.WaitAsync(Token);
        while (!sending.IsCompleted)
        {
            // The wait for the store is armed some time after the append.
            clock.Advance(new SessionOptions().StoreTimeout);
            await Task.Yield();
        }

        await Assert.ThrowsAsync<UnavailableException>(() => sending);
        store.AppendsWaitFor = null;
        stall.SetResult();
        var receipt = await session.SendAsync(s_message, Token);
        var turn = await session.WaitForTurnAsync(receipt.TurnId, Token);

        Assert.False(receipt.Replayed);
        Assert.Equal(TurnStatus.Completed, turn.Status);
        Assert.Equal(receipt with { Replayed = true }, await session.SendAsync(s_message, Token));
        var completed = (await session.ReadEventsAsync(0, 100, Token)).Where(logged => logged.Type == EventTypes.TurnCompleted);
        Assert.Equal([receipt.TurnId], completed.Select(logged => logged.TurnId));
    }

    [Fact]
    public async Task Recovery_MessageThatWasSentAgain_RunsTheLaterOneOnly()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var row = (await host.CreateSessionAsync(Token)).Record with { Id = RandomId.New(), LastSeq = 2, OpenTurns = 2 };
        await host.Store.AppendAsync(
            row,
            [
                Logged(1, new MessageAdded("m1", "user", "Hello") { TurnId = "t1", ClientMessageId = "id-1" }),
                Logged(2, new MessageAdded("m2", "user", "Hello") { TurnId = "t2", ClientMessageId = "id-1" }),
            ]);

        var session = await host.Sessions.GetAsync(CoreHost.Principal, row.Id, Token);
        var later = await session.WaitForTurnAsync("t2", Token);
        var endings = (await session.ReadEventsAsync(2, 100, Token)).Where(logged => logged.TurnId == "t1").Select(logged => logged.Read());

        Assert.Equal(TurnStatus.Completed, later.Status);
        Assert.Equal((Actor.System, true), Assert.IsType<TurnCancelled>(Assert.Single(endings)) switch { var ended => (ended.By, ended.RolledBack) });
        Assert.Single(host.Upstream.Requests);
    }

    [Fact]
    public async Task Replay_MessageThatJoinedATurn_NamesThatTurn()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var gate = new UpstreamGate();
        host.Upstream.Script("model-a", reply => reply.Text("So far ").Gate(gate).Text("so good."));
        var session = await host.CreateSessionAsync(Token);
        var running = await session.SendAsync(new NewMessage("Tell"), Token);
        await gate.Reached.WaitAsync(Token);
        var steering = s_message with { OnBusy = BusyPolicy.Steer };

        var joined = await session.SendAsync(steering, Token);
        var again = await session.SendAsync(steering, Token);
        gate.Open();
        await session.WaitForTurnAsync(running.TurnId, Token);
        var afterItsEnd = await session.SendAsync(steering, Token);

        Assert.Equal(running.TurnId, joined.TurnId);
        Assert.Equal(joined with { Replayed = true }, again);
        Assert.Equal(joined with { Replayed = true }, afterItsEnd);
    }

    [Fact]
    public async Task Replay_MessageThatReplacedATurn_GivesThePlaceItHad()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream.Script("model-a", reply => reply.Hold());
        var session = await host.CreateSessionAsync(Token);
        await session.SendAsync(new NewMessage("Tell"), Token);
        var interrupting = s_message with { OnBusy = BusyPolicy.Interrupt };

        var first = await session.SendAsync(interrupting, Token);
        await session.WaitForTurnAsync(first.TurnId, Token);

        Assert.Equal(first with { Replayed = true }, await session.SendAsync(interrupting, Token));
    }

    [Fact]
    public async Task Replay_TurnThatAUserCancelled_GivesTheReceipt()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream.Script("model-a", reply => reply.Hold());
        var session = await host.CreateSessionAsync(Token);
        var first = await session.SendAsync(s_message, Token);
        await session.CancelAsync(first.TurnId, Token);

        Assert.Equal(first with { Replayed = true }, await session.SendAsync(s_message, Token));
    }

    private static AcceptedMessage Accepted(SessionRecord session, long seq, DateTimeOffset at) =>
        TestHarness.SessionRecords.Accepted(session, $"k{seq}", seq) with { At = at };

    private static LoggedEvent Logged(long seq, SessionEvent sessionEvent)
    {
        var stamped = sessionEvent with { Seq = seq, At = DateTimeOffset.UnixEpoch, AgentId = "alice" };
        return new LoggedEvent(seq, EventTypes.Of(stamped), "alice", stamped.TurnId, EventJson.Write(stamped));
    }
}
