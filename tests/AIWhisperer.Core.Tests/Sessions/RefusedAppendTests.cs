using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Upstream;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions;

/// <summary>What an append that the store refuses leaves behind in those around it: their numbers, their text and their row.</summary>
public sealed class RefusedAppendTests
{
    /// <summary>The numbers that a start after a crash passes over.</summary>
    private const int CrashGap = 1 << 20;

    private static readonly SessionRecord s_row = new(
        RandomId.New(), CoreHost.Principal, "", "alice", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 0, 0, false);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stream_StoreRefusesManyPosts_ItsNumbersStayWithinWhatAStartPassesOver()
    {
        FailingStore? store = null;
        await using var host = await CoreHost.StartAsync(Token, wrapStore: inner => store = new FailingStore(inner));
        var gate = new UpstreamGate();
        host.Upstream.Script("model-a", reply => reply.Text("one ").Gate(gate).Text("two ").Hold());
        var session = await host.CreateSessionAsync(Token);
        await session.SendAsync(new NewMessage("Count"), Token);
        await session.AttachAsync(0, Token).UntilAsync(read => read is MessageDelta, Token);

        store!.AppendsToRefuse = int.MaxValue;
        for (var post = 0; post < 130; post++)
        {
            await Assert.ThrowsAsync<UnavailableException>(() => session.SendAsync(new NewMessage("lost"), Token));
        }

        var before = session.LastSeq;
        gate.Open();
        await session.AttachAsync(before, Token).UntilAsync(read => read is MessageDelta, Token);

        Assert.InRange(session.LastSeq - (await host.Store.FindAsync(session.Id, Token))!.LastSeq, 0, CrashGap);
    }

    [Fact]
    public async Task Stream_CompletionIsRefused_ItsTextIsSeenAllTheSameAndNoNumberComesTwice()
    {
        FailingStore? store = null;
        await using var host = await CoreHost.StartAsync(Token, wrapStore: inner => store = new FailingStore(inner));
        var log = new SessionLog(store!, s_row, 0, TimeProvider.System);
        await log.AppendAsync(new SessionCreated(""));
        var one = log.BeginMessage("t1", "alice", MessageChannel.Final);
        var other = log.BeginMessage("t2", "debbie", MessageChannel.Final);
        one.Append("Well");
        other.Append("Yes");
        var stalls = new TaskCompletionSource();
        store!.AppendsWaitFor = stalls.Task;
        store.AppendsToRefuse = 2;

        // The first keeps the text after it from being seen; the second gives that text its number; the third is not refused.
        var started = log.AppendAsync(new TurnStarted("fake", "model-a", "r") { TurnId = "t1", AgentId = "alice" });
        one.Append(", then");
        var completed = log.AppendAsync(Completed(one));
        var renamed = log.AppendAsync(new SessionRenamed("later"));
        other.Append(", yes");
        stalls.SetResult();
        await Assert.ThrowsAsync<UnavailableException>(() => started);
        await Assert.ThrowsAsync<UnavailableException>(() => completed);
        await renamed;
        store.AppendsWaitFor = null;
        other.Append(", indeed");
        await log.AppendAsync(Completed(one), Completed(other));
        var read = await log.AttachAsync(0, ChannelSet.Default, Token).UntilAsync(item => item is MessageCompleted { MessageId: var id } && id == other.MessageId, Token);

        Assert.Equal(read.Select(item => item.Seq).Order().Distinct(), read.Select(item => item.Seq));
        Assert.Equal("Well, then", read.DeltaText(one.MessageId));
        Assert.Equal("Yes, yes, indeed", read.DeltaText(other.MessageId));
    }

    [Fact]
    public async Task Turn_EndingIsRefusedWhileALaterAppendIsTaken_TheRowStillHasTheTurn()
    {
        FailingStore? store = null;
        await using var host = await CoreHost.StartAsync(
            Token, wrapStore: inner => store = new FailingStore(inner), clock: new ManualTimeProvider());
        var gate = new UpstreamGate();
        host.Upstream.Script("model-a", reply => reply.Text("half").Gate(gate));
        var session = await host.CreateSessionAsync(Token);
        var receipt = await session.SendAsync(new NewMessage("one"), Token);
        await session.AttachAsync(0, Token).UntilAsync(read => read is MessageDelta, Token);
        var stall = new TaskCompletionSource();
        store!.AppendsWaitFor = stall.Task;
        gate.Open();
        await store.Stalled.WaitAsync(Token);

        var renaming = session.RenameAsync("later", Token);
        store.AppendsWaitFor = null;
        store.TypeToRefuse = EventTypes.TurnCompleted;
        stall.SetResult();
        await renaming;

        var row = (await host.Store.FindAsync(session.Id, Token))!;
        var ofTurn = await host.Store.ReadAsync(new EventQuery(session.Id) { TurnId = receipt.TurnId }, Token);
        store.TypeToRefuse = null;
        Assert.DoesNotContain(ofTurn, logged => EventTypes.IsTurnEnding(logged.Type));
        Assert.Equal(("later", 1), (row.Title, row.OpenTurns));
        Assert.Equal(session.Record, row);
    }

    [Fact]
    public async Task Send_IsRefusedWhileALaterAppendIsTaken_TheRowHasNoTurn()
    {
        FailingStore? store = null;
        await using var host = await CoreHost.StartAsync(Token, wrapStore: inner => store = new FailingStore(inner));
        var log = new SessionLog(store!, s_row, 0, TimeProvider.System);
        await log.AppendAsync(new SessionCreated(""));
        var stall = new TaskCompletionSource();
        store!.AppendsWaitFor = stall.Task;
        store.TypeToRefuse = EventTypes.MessageAdded;

        var lost = log.AppendAsync(new MessageAdded("m1", "user", "lost") { TurnId = "t1", AgentId = "alice" });
        var renamed = log.AppendAsync(new SessionRenamed("later"));
        stall.SetResult();
        await Assert.ThrowsAsync<UnavailableException>(() => lost);
        await renamed;

        Assert.Equal(("later", 0), (log.Record.Title, log.Record.OpenTurns));
        Assert.Equal(log.Record, await host.Store.FindAsync(log.Record.Id, Token));
        Assert.Empty(await host.Store.FindUnfinishedAsync(Token));
    }

    [Fact]
    public async Task Row_ThatCountsWhatWasRefused_IsPutRightThoughItsCorrectionIsRefusedToo()
    {
        FailingStore? store = null;
        await using var host = await CoreHost.StartAsync(Token, wrapStore: inner => store = new FailingStore(inner));
        var log = new SessionLog(store!, s_row, 0, TimeProvider.System);
        await log.AppendAsync(new SessionCreated(""));
        var stall = new TaskCompletionSource();
        store!.AppendsWaitFor = stall.Task;
        store.TypeToRefuse = EventTypes.MessageAdded;
        store.CorrectionsToRefuse = 1;
        var lost = log.AppendAsync(new MessageAdded("m1", "user", "lost") { TurnId = "t1", AgentId = "alice" });
        var renamed = log.AppendAsync(new SessionRenamed("later"));
        stall.SetResult();
        await Assert.ThrowsAsync<UnavailableException>(() => lost);
        await renamed;
        Assert.Equal(1, (await host.Store.FindAsync(log.Record.Id, Token))!.OpenTurns);

        await Assert.ThrowsAsync<UnavailableException>(
            () => log.AppendAsync(new MessageAdded("m2", "user", "lost") { TurnId = "t2", AgentId = "alice" }));

        Assert.Equal(log.Record, await host.Store.FindAsync(log.Record.Id, Token));
        Assert.Equal(0, log.Record.OpenTurns);
    }

    private static MessageCompleted Completed(LiveMessage message) =>
        new(message.MessageId, MessageChannel.Final, message.Text) { TurnId = message.TurnId, AgentId = "alice" };
}
