using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Upstream;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions;

/// <summary>What an append that the store refuses leaves behind in those around it: their numbers and their text.</summary>
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
        var read = await log.AttachAsync(0, Token).UntilAsync(item => item is MessageCompleted { MessageId: var id } && id == other.MessageId, Token);

        Assert.Equal(read.Select(item => item.Seq).Order().Distinct(), read.Select(item => item.Seq));
        Assert.Equal("Well, then", read.DeltaText(one.MessageId));
        Assert.Equal("Yes, yes, indeed", read.DeltaText(other.MessageId));
    }

    private static MessageCompleted Completed(LiveMessage message) =>
        new(message.MessageId, MessageChannel.Final, message.Text) { TurnId = message.TurnId, AgentId = "alice" };
}
