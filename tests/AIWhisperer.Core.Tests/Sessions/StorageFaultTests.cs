using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Upstream;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions;

public sealed class StorageFaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_StoreRefuses_IsNotAcknowledgedAndTheSessionGoesOnOnceItRecovers()
    {
        FailingStore? store = null;
        await using var host = await CoreHost.StartAsync(Token, wrapStore: inner => store = new FailingStore(inner));
        var session = await host.CreateSessionAsync(Token);

        store!.AppendsToRefuse = int.MaxValue;
        var refused = await Assert.ThrowsAsync<UnavailableException>(() => session.SendAsync(new NewMessage("lost"), Token));
        await Assert.ThrowsAsync<UnavailableException>(() => session.RenameAsync("lost", Token));
        await Assert.ThrowsAsync<UnavailableException>(() => session.SwitchAgentAsync("debbie", null, Token));
        Assert.Equal((0, "", "alice"), (session.Record.OpenTurns, session.Record.Title, session.Record.ActiveAgentId));

        store.AppendsToRefuse = 0;
        var receipt = await session.SendAsync(new NewMessage("kept"), Token);
        var turn = await session.WaitForTurnAsync(receipt.TurnId, Token);

        Assert.Equal(ErrorCodes.StorageUnavailable, refused.Code);
        Assert.Equal((TurnStatus.Completed, "alice"), (turn.Status, turn.AgentId));
        Assert.DoesNotContain(host.Upstream.Requests[^1].Messages, message => message.Contains("lost", StringComparison.Ordinal));
        Assert.Equal(0, session.Record.OpenTurns);
        var types = (await session.ReadEventsAsync(0, 100, Token)).Select(logged => logged.Type).ToList();
        Assert.Single(types, EventTypes.MessageAdded);
    }

    [Fact]
    public async Task Send_ADefectBreaksTheTurn_EndsItAndTheNextOneRuns()
    {
        FailingStore? store = null;
        await using var host = await CoreHost.StartAsync(Token, wrapStore: inner => store = new FailingStore(inner));
        var session = await host.CreateSessionAsync(Token);

        store!.ReadsToBreak = 1;
        var receipt = await session.SendAsync(new NewMessage("broken"), Token);
        await session.ReadThroughEndAsync(receipt.TurnId, Token);

        Assert.Equal(ErrorCodes.Internal, (await session.GetTurnAsync(receipt.TurnId, Token)).Error!.Code);
        Assert.Equal(TurnStatus.Completed, (await session.AskAsync("whole", Token)).Status);
    }

    [Fact]
    public async Task Send_OnlyTheAcceptanceIsRefused_TheLogHearsNothingOfTheTurn()
    {
        FailingStore? store = null;
        await using var host = await CoreHost.StartAsync(Token, wrapStore: inner => store = new FailingStore(inner));
        var session = await host.CreateSessionAsync(Token);

        store!.AppendsToRefuse = 1;
        await Assert.ThrowsAsync<UnavailableException>(() => session.SendAsync(new NewMessage("lost"), Token));
        host.Upstream.Script("model-a", reply => reply.Text("half").Hold());
        var next = await session.SendAsync(new NewMessage("kept"), Token);
        await session.AttachAsync(next.Seq, Token).UntilAsync(read => read is MessageDelta, Token);

        Assert.Equal(1, (await host.Store.FindAsync(session.Id, Token))!.OpenTurns);
        var stored = await session.ReadEventsAsync(0, 100, Token);
        Assert.All(stored, logged => Assert.True(logged.TurnId is null || logged.TurnId == next.TurnId));
    }

    [Fact]
    public async Task Turn_ItsEndingIsRefusedOnce_IsOfferedAgain()
    {
        FailingStore? store = null;
        var clock = new ManualTimeProvider();
        await using var host = await CoreHost.StartAsync(Token, wrapStore: inner => store = new FailingStore(inner), clock: clock);
        var go = new TaskCompletionSource();
        host.Upstream.Script("model-a", reply => reply.Text("half ").Gate(go.Task).Text("whole"));
        var session = await host.CreateSessionAsync(Token);
        var receipt = await session.SendAsync(new NewMessage("one"), Token);
        await session.AttachAsync(receipt.Seq, Token).UntilAsync(read => read is MessageDelta, Token);

        store!.AppendsToRefuse = 1;
        go.SetResult();
        var ended = session.WaitForTurnAsync(receipt.TurnId, Token);
        await store.Refused.WaitAsync(Token);
        while (!ended.IsCompleted)
        {
            // The retry is armed some time after the refusal: the clock goes on until it has come.
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal((TurnStatus.Completed, "half whole"), ((await ended).Status, (await ended).Text));
        Assert.Equal(0, session.Record.OpenTurns);
    }

    [Fact]
    public async Task Recovery_ThatBreaksOff_RunsNothingAndIsDoneAgain()
    {
        FailingStore? store = null;
        await using var host = await CoreHost.StartAsync(Token, wrapStore: inner => store = new FailingStore(inner));
        var row = (await host.CreateSessionAsync(Token)).Record with { Id = RandomId.New(), LastSeq = 3, OpenTurns = 2 };
        await host.Store.AppendAsync(row,
        [
            Logged(1, "alice", new MessageAdded("m1", "user", "waiting") { TurnId = "t1" }),
            Logged(2, "debbie", new MessageAdded("m2", "user", "running") { TurnId = "t2" }),
            Logged(3, "debbie", new TurnStarted("fake", "model-b", "r") { TurnId = "t2" }),
        ]);

        store!.TypeToRefuse = EventTypes.TurnInterrupted;
        await Assert.ThrowsAsync<UnavailableException>(() => host.Sessions.GetAsync(CoreHost.Principal, row.Id, Token));
        Assert.Empty(host.Upstream.Requests);
        store.TypeToRefuse = null;
        var session = await host.Sessions.GetAsync(CoreHost.Principal, row.Id, Token);
        await session.WaitForTurnAsync("t1", Token);

        var endings = (await session.ReadEventsAsync(0, 100, Token)).Where(logged => EventTypes.IsTurnEnding(logged.Type));
        Assert.Equal([("t2", EventTypes.TurnInterrupted), ("t1", EventTypes.TurnCompleted)], endings.Select(end => (end.TurnId!, end.Type)));
    }

    [Fact]
    public async Task Delete_StoreRefusesOnce_CanBeTriedAgain()
    {
        FailingStore? store = null;
        await using var host = await CoreHost.StartAsync(Token, wrapStore: inner => store = new FailingStore(inner));
        var first = await host.CreateSessionAsync(Token);
        var second = await host.CreateSessionAsync(Token);

        store!.DeletesToRefuse = 2;
        await Assert.ThrowsAsync<UnavailableException>(() => host.Sessions.DeleteAsync(CoreHost.Principal, first.Id, Token));
        await Assert.ThrowsAsync<UnavailableException>(() => host.Sessions.DeleteAsync(CoreHost.Principal, second.Id, Token));
        await host.Sessions.DeleteAsync(CoreHost.Principal, first.Id, Token);
        await host.RestartAsync(Token);

        await Assert.ThrowsAsync<NotFoundException>(() => host.Sessions.GetAsync(CoreHost.Principal, second.Id, Token));
        Assert.Empty((await host.Sessions.ListAsync(CoreHost.Principal, null, null, 10, Token)).Sessions);
    }

    private static LoggedEvent Logged(long seq, string agentId, SessionEvent sessionEvent)
    {
        var stamped = sessionEvent with { Seq = seq, At = DateTimeOffset.UnixEpoch, AgentId = agentId };
        return new LoggedEvent(seq, EventTypes.Of(stamped), agentId, stamped.TurnId, EventJson.Write(stamped));
    }

    [Fact]
    public async Task Send_StoreStalls_IsRefusedInTimeAndWhatIsStoredLaterIsRolledBack()
    {
        FailingStore? store = null;
        var clock = new ManualTimeProvider();
        await using var host = await CoreHost.StartAsync(Token, wrapStore: inner => store = new FailingStore(inner), clock: clock);
        var session = await host.CreateSessionAsync(Token);
        var stall = new TaskCompletionSource();
        store!.AppendsWaitFor = stall.Task;

        var sending = session.SendAsync(new NewMessage("late"), Token);
        clock.Advance(new SessionOptions().StoreTimeout);
        var refused = await Assert.ThrowsAsync<UnavailableException>(() => sending);
        store.AppendsWaitFor = null;
        stall.SetResult();
        var next = await session.AskAsync("again", Token);

        Assert.Equal(ErrorCodes.StorageUnavailable, refused.Code);
        Assert.NotNull(refused.RetryAfter);
        Assert.Equal(TurnStatus.Completed, next.Status);
        Assert.Equal(["again"], (await session.ReadMessagesAsync(0, 10, Token)).Messages.Where(message => message.Role == "user").Select(message => message.Text));
        Assert.DoesNotContain("user: late", host.Upstream.Requests[^1].Messages);
        Assert.Equal(0, session.Record.OpenTurns);
    }

    [Fact]
    public async Task Cancel_StoreStalls_StopsTheUpstreamAndSaysThatTheEndingIsNotStored()
    {
        FailingStore? store = null;
        var clock = new ManualTimeProvider();
        await using var host = await CoreHost.StartAsync(Token, wrapStore: inner => store = new FailingStore(inner), clock: clock);
        host.Upstream.Script("model-a", reply => reply.Text("Well").Hold());
        var session = await host.CreateSessionAsync(Token);
        var receipt = await session.SendAsync(new NewMessage("Tell"), Token);
        await session.AttachAsync(0, Token).UntilAsync(read => read is MessageDelta, Token);
        var stall = new TaskCompletionSource();
        store!.AppendsWaitFor = stall.Task;

        var cancelling = session.CancelAsync(receipt.TurnId, Token);
        await host.Upstream.Requests[0].Aborted.WaitAsync(Token);
        clock.Advance(new SessionOptions().StoreTimeout);
        var refused = await Assert.ThrowsAsync<UnavailableException>(() => cancelling);
        store.AppendsWaitFor = null;
        stall.SetResult();

        Assert.Equal(ErrorCodes.StorageUnavailable, refused.Code);
        Assert.Equal(TurnStatus.Cancelled, (await session.WaitForTurnAsync(receipt.TurnId, Token)).Status);
    }

    [Fact]
    public async Task Stream_StoreStallsOverAnotherTurn_GoesOn()
    {
        FailingStore? store = null;
        await using var host = await CoreHost.StartAsync(Token, wrapStore: inner => store = new FailingStore(inner));
        UpstreamGate[] gates = [new(), new(), new()];
        host.Upstream.Script("model-a", reply => reply
            .Text("one ").Gate(gates[0]).Text("two ").Gate(gates[1]).Text("three ").Gate(gates[2]).Text("four"));
        var session = await host.CreateSessionAsync(Token);
        var receipt = await session.SendAsync(new NewMessage("Count"), Token);
        var read = new List<SessionEvent>();
        await using var stream = session.AttachAsync(0, Token).GetAsyncEnumerator(Token);
        await ReadOnAsync(text => text.EndsWith("one ", StringComparison.Ordinal));
        TaskCompletionSource[] stalls = [new(), new()];

        store!.AppendsWaitFor = stalls[0].Task;
        var first = session.SendAsync(new NewMessage("And you?", "debbie"), Token);
        var renamed = session.RenameAsync("Counting", Token);
        gates[0].Open();
        await ReadOnAsync(text => text.EndsWith("two ", StringComparison.Ordinal));
        Assert.DoesNotContain(read, item => item.AgentId == "debbie" || item is SessionRenamed);

        store.AppendsWaitFor = stalls[1].Task;
        stalls[0].SetResult();
        await first;
        await renamed;
        gates[1].Open();
        await ReadOnAsync(text => text.EndsWith("three ", StringComparison.Ordinal));

        store.AppendsWaitFor = null;
        stalls[1].SetResult();
        gates[2].Open();
        await ReadOnAsync(_ => read[^1] is TurnCompleted && read[^1].TurnId == receipt.TurnId);

        Assert.Equal(read.Select(item => item.Seq).Order().Distinct(), read.Select(item => item.Seq));
        var reply = read.OfType<MessageCompleted>().Single(item => item.TurnId == receipt.TurnId);
        Assert.Equal("one two three four", read.DeltaText(reply.MessageId));
        Assert.Equal(reply.Text, read.DeltaText(reply.MessageId));

        async Task ReadOnAsync(Predicate<string> isReached)
        {
            do
            {
                Assert.True(await stream.MoveNextAsync());
                read.Add(stream.Current.Read());
            }
            while (!isReached(read[^1] is MessageDelta { AgentId: "alice" } delta ? delta.Text : ""));
        }
    }
}
