using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions;

/// <summary>A message whose pieces become void while it is written, as when its model fails and another one takes over.</summary>
public sealed class DroppedMessageTests
{
    private static readonly SessionRecord s_row = new(
        RandomId.New(), CoreHost.Principal, "", "alice", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 0, 0, false);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Attach_AtEverySeq_GivesThePiecesUpToTheDropAndNothingAfterIt()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var log = new SessionLog(host.Store, s_row, 0, TimeProvider.System);
        var live = ReadAsync(log, 0);
        var (broken, whole) = await WriteAsync(log);
        var seen = await live;

        AssertIsWhole(seen, broken, whole);
        foreach (var (cut, index) in seen.SkipLast(1).Select((cut, index) => (cut, index)))
        {
            AssertIsWhole([.. seen[..(index + 1)], .. await ReadAsync(log, cut.Seq)], broken, whole);
        }

        AssertIsWhole(await ReadAsync(log, 0), broken, whole);
    }

    [Fact]
    public async Task Attach_ReaderThatStoppedReading_IsGivenThePiecesMerged()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var log = new SessionLog(host.Store, s_row, 0, TimeProvider.System);
        await log.AppendAsync(new SessionCreated(""));
        await using var slow = log.AttachAsync(0, ChannelSet.Default, Token).GetAsyncEnumerator(Token);
        Assert.True(await slow.MoveNextAsync());
        var (broken, whole) = await WriteAsync(log);

        var read = new List<SessionEvent>();
        while (read is not [.., SessionRenamed] && await slow.MoveNextAsync())
        {
            read.Add(slow.Current.Read());
        }

        AssertIsWhole(read, broken, whole);
        Assert.Equal(["It is ", "broken", "It is whole."], read.OfType<MessageDelta>().Select(item => item.Text));
    }

    [Fact]
    public async Task Attach_BehindWhatIsInMemory_WeavesThePiecesInBeforeTheDrop()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var log = new SessionLog(host.Store, s_row, 0, TimeProvider.System);
        var message = log.BeginMessage("t", "alice", MessageChannel.Final);
        for (var number = 1; number <= 300; number++)
        {
            message.Append($"{number} ");
            await log.AppendAsync(new SessionRenamed($"title {number}"));
        }

        await log.AppendAsync(Dropped(message), new SessionRenamed("marker"));
        var read = await ReadAsync(log, 0);

        Assert.Equal(read.Select(item => item.Seq).Distinct().Order(), read.Select(item => item.Seq));
        Assert.Equal(message.Text, read.DeltaText(message.MessageId));
        Assert.Equal(300, read.OfType<MessageDelta>().Count());
        Assert.IsType<MessageDropped>(read[^2]);
    }

    [Fact]
    public async Task Attach_AfterARestart_IsToldOfTheDropAlone()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var (broken, whole) = await WriteAsync(new SessionLog(host.Store, s_row, 0, TimeProvider.System));
        var log = new SessionLog(host.Store, s_row, 1_000, TimeProvider.System);

        var read = await ReadAsync(log, 0);

        Assert.Empty(read.OfType<MessageDelta>());
        Assert.Equal((broken.MessageId, MessageChannel.Final), Assert.Single(read.OfType<MessageDropped>().Select(item => (item.MessageId, item.Channel!.Value))));
        Assert.Equal(whole.MessageId, Assert.Single(read.OfType<MessageCompleted>()).MessageId);
    }

    [Fact]
    public async Task Drop_IsRefusedByTheStore_TheMessageGoesOnAndCanBeDroppedAgain()
    {
        FailingStore? store = null;
        await using var host = await CoreHost.StartAsync(Token, wrapStore: inner => store = new FailingStore(inner));
        var log = new SessionLog(store!, s_row, 0, TimeProvider.System);
        var stall = new TaskCompletionSource();
        var message = log.BeginMessage("t", "alice", MessageChannel.Final);
        message.Append("one ");
        store!.AppendsWaitFor = stall.Task;
        store.TypeToRefuse = EventTypes.TurnStarted;

        // While the first append waits, text of the same turn gets no number: the drop gives it one, and takes it back.
        var started = log.AppendAsync(new TurnStarted("fake", "model-a", "r") { TurnId = "t", AgentId = "alice" });
        message.Append("two ");
        store.AppendsToRefuse = 1;
        var dropped = log.AppendAsync(Dropped(message));
        stall.SetResult();
        await Assert.ThrowsAsync<UnavailableException>(() => started);
        await Assert.ThrowsAsync<UnavailableException>(() => dropped);
        store.AppendsWaitFor = null;
        message.Append("three");
        var read = await log.AttachAsync(0, ChannelSet.Default, Token).UntilAsync(
            item => item is MessageDelta delta && delta.Offset + delta.Text.Length == "one two three".Length, Token);
        await log.AppendAsync(Dropped(message), new SessionRenamed("marker"));
        read.AddRange(await ReadAsync(log, read[^1].Seq));

        Assert.Equal(read.Select(item => item.Seq).Distinct().Order(), read.Select(item => item.Seq));
        Assert.Equal("one two three", read.DeltaText(message.MessageId));
        Assert.Equal([EventTypes.MessageDropped, EventTypes.SessionRenamed], read.Where(item => item is not MessageDelta).Select(EventTypes.Of));
    }

    [Theory]
    [InlineData(MessageChannel.Final, "final", true)]
    [InlineData(MessageChannel.Final, "commentary,analysis", false)]
    [InlineData(MessageChannel.Analysis, "analysis", true)]
    [InlineData(MessageChannel.Analysis, "final,commentary", false)]
    public async Task Drop_IsToldToThoseWhoWereShownThePieces(MessageChannel channel, string names, bool isTold)
    {
        await using var host = await CoreHost.StartAsync(Token);
        var log = new SessionLog(host.Store, s_row, 0, TimeProvider.System);
        var message = log.BeginMessage("t", "alice", channel);
        message.Append("piece");
        await log.AppendAsync(Dropped(message), new SessionRenamed("marker"));

        var read = await log.AttachAsync(0, ChannelSet.Of(names.Split(',')), Token).UntilAsync(item => item is SessionRenamed, Token);

        Assert.Equal(
            isTold ? [EventTypes.MessageDelta, EventTypes.MessageDropped, EventTypes.SessionRenamed] : [EventTypes.SessionRenamed],
            read.Select(EventTypes.Of));
    }

    [Fact]
    public async Task Drop_OfAMessageThatTheLogDoesNotKnow_IsToldToEverybody()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);
        await session.AppendAsync(new MessageDropped("unknown") { AgentId = "alice", TurnId = "t" }, new SessionRenamed("marker"));

        var read = await session.AttachAsync(0, ChannelSet.Of(["commentary"]), Token).UntilAsync(item => item is SessionRenamed, Token);

        Assert.Null(Assert.Single(read.OfType<MessageDropped>()).Channel);
    }

    /// <summary>One message that is dropped with text that nobody has seen yet, and the one that takes its place.</summary>
    private static async Task<(LiveMessage Broken, LiveMessage Whole)> WriteAsync(SessionLog log)
    {
        var broken = log.BeginMessage("t", "alice", MessageChannel.Final);
        broken.Append("It ");
        broken.Append("is ");
        var fellBack = log.AppendAsync(new ModelFellBack("p/a", "p/b", "cut") { AgentId = "alice", TurnId = "t" });
        broken.Append("broken");
        await log.AppendAsync(Dropped(broken));
        await fellBack;
        var whole = log.BeginMessage("t", "alice", MessageChannel.Final);
        whole.Append("It is ");
        whole.Append("whole.");
        await log.AppendAsync(
            new MessageCompleted(whole.MessageId, MessageChannel.Final, whole.Text) { AgentId = "alice", TurnId = "t" },
            new SessionRenamed("marker"));
        return (broken, whole);
    }

    private static MessageDropped Dropped(LiveMessage message) => new(message.MessageId) { AgentId = "alice", TurnId = "t" };

    private static Task<List<SessionEvent>> ReadAsync(SessionLog log, long after) => log.AttachAsync(after, ChannelSet.Default, Token)
        .UntilAsync(item => item is SessionRenamed { Title: "marker" }, Token);

    private static void AssertIsWhole(List<SessionEvent> read, LiveMessage broken, LiveMessage whole)
    {
        Assert.Equal(read.Select(item => item.Seq).Distinct().Order(), read.Select(item => item.Seq));
        Assert.Equal("It is broken", read.DeltaText(broken.MessageId));
        Assert.Equal("It is whole.", read.DeltaText(whole.MessageId));
        var drop = read.FindIndex(item => item is MessageDropped dropped && dropped.MessageId == broken.MessageId);
        Assert.DoesNotContain(read[drop..], item => item is MessageDelta delta && delta.MessageId == broken.MessageId);
        Assert.Single(read.OfType<MessageDropped>());
        Assert.Equal(whole.MessageId, Assert.Single(read.OfType<MessageCompleted>()).MessageId);
    }
}
