using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Upstream;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions;

public sealed class AttachTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Attach_FromEverySeqOfATurn_GivesTheRestWithNoHoleAndNoRepeat()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var gate = new UpstreamGate();
        host.Upstream.Script("model-a", reply => reply.Texts(Enumerable.Range(1, 40).Select(n => $"{n} ")).Gate(gate).Text("end"));
        var session = await host.CreateSessionAsync(Token);
        var receipt = await session.SendAsync(new NewMessage("Count"), Token);
        var seen = await session.AttachAsync(0, Token).UntilAsync(
            read => read is MessageDelta delta && delta.Offset + delta.Text.Length == Enumerable.Range(1, 40).Sum(n => $"{n} ".Length), Token);
        var messageId = seen.OfType<MessageDelta>().First().MessageId;

        var resumed = seen.Select((cut, index) => (Before: seen.Take(index + 1).ToList(), After: session.ReadThroughEndAsync(receipt.TurnId, Token, cut.Seq))).ToList();
        gate.Open();

        foreach (var (before, rest) in resumed)
        {
            var all = before.Concat(await rest).ToList();
            Assert.Equal(string.Concat(Enumerable.Range(1, 40).Select(n => $"{n} ")) + "end", all.DeltaText(messageId));
            Assert.Equal(all.Select(read => read.Seq).Distinct().Order(), all.Select(read => read.Seq));
            Assert.Equal(
                ["session.created", "message.added", "turn.started", "message.completed", "turn.completed"],
                all.Where(read => read is not MessageDelta).Select(EventTypes.Of));
        }
    }

    [Fact]
    public async Task Attach_InTheMiddleOfAMessage_GivesOneDeltaWithAllThatWasMissed()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var gate = new UpstreamGate();
        host.Upstream.Script("model-a", reply => reply.Texts("one ", "two ", "three ").Gate(gate).Text("four"));
        var session = await host.CreateSessionAsync(Token);
        var receipt = await session.SendAsync(new NewMessage("Count"), Token);
        await session.AttachAsync(0, Token).UntilAsync(read => read is MessageDelta delta && delta.Offset + delta.Text.Length == "one two three ".Length, Token);

        var late = await session.AttachAsync(receipt.Seq, Token).UntilAsync(read => read is MessageDelta, Token);
        gate.Open();

        Assert.Equal("one two three ", Assert.IsType<MessageDelta>(late[^1]).Text);
    }

    [Fact]
    public async Task Attach_ReaderThatStoppedReading_CatchesUpWithMergedDeltasAndLosesNothing()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var text = string.Concat(Enumerable.Range(1, 2_000).Select(n => $"{n} "));
        host.Upstream.Script("model-a", reply => reply.Texts(Enumerable.Range(1, 2_000).Select(n => $"{n} ")));
        var session = await host.CreateSessionAsync(Token);
        await using var slow = session.AttachAsync(0, Token).GetAsyncEnumerator(Token);
        Assert.True(await slow.MoveNextAsync());
        var receipt = await session.SendAsync(new NewMessage("Count"), Token);
        await session.WaitForTurnAsync(receipt.TurnId, Token);

        var read = new List<SessionEvent>();
        while (read is not [.., TurnCompleted] && await slow.MoveNextAsync())
        {
            read.Add(slow.Current.Read());
        }

        var completed = read.OfType<MessageCompleted>().Single();
        Assert.Equal(text, completed.Text);
        Assert.Equal(text, read.DeltaText(completed.MessageId));
        Assert.Single(read.OfType<MessageDelta>());
    }

    [Fact]
    public async Task Attach_WhileTwoAgentsWrite_KeepsOrderAndEveryPrefixWhole()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream
            .Script("model-a", reply => reply.Texts(Enumerable.Range(1, 300).Select(n => $"a{n} ")))
            .Script("model-b", reply => reply.Texts(Enumerable.Range(1, 300).Select(n => $"b{n} ")));
        var session = await host.CreateSessionAsync(Token);
        var alice = await session.SendAsync(new NewMessage("go"), Token);
        var debbie = await session.SendAsync(new NewMessage("go", "debbie"), Token);

        // A client that is cut after every few events and attaches again at the last number it saw.
        var seen = new List<SessionEvent>();
        var pieces = 0;
        while (seen.Count(read => read is TurnCompleted) < 2)
        {
            var part = await session.AttachAsync(seen.Count == 0 ? 0 : seen[^1].Seq, Token)
                .UntilAsync(read => ++pieces % 7 == 0 || read is TurnCompleted, Token);
            seen.AddRange(part);
        }

        Assert.Equal(seen.Select(read => read.Seq).Distinct().Order(), seen.Select(read => read.Seq));
        foreach (var completed in seen.OfType<MessageCompleted>())
        {
            Assert.Equal(completed.Text, seen.DeltaText(completed.MessageId));
        }

        Assert.Equal(2, seen.OfType<MessageCompleted>().Count());
        Assert.NotEqual(alice.TurnId, debbie.TurnId);
    }

    [Fact]
    public async Task Attach_ToALongLog_ReadsTheStoreInPagesAndGoesLive()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);
        for (var number = 1; number <= 450; number++)
        {
            await session.RenameAsync($"Title {number}", Token);
        }

        var events = session.AttachAsync(0, Token).UntilAsync(read => read is SessionRenamed { Title: "the last" }, Token);
        await session.RenameAsync("the last", Token);

        Assert.Equal(
            ["", .. Enumerable.Range(1, 450).Select(number => $"Title {number}"), "the last"],
            (await events).Select(read => (read as SessionRenamed)?.Title ?? ((SessionCreated)read).Title));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1_000_000)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public async Task Read_FromAForgedCursor_IsRefusedInEveryWay(long after)
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);

        InvalidInputException[] refusals =
        [
            Assert.Throws<InvalidInputException>(() => session.AttachAsync(after, Token)),
            await Assert.ThrowsAsync<InvalidInputException>(() => session.ReadEventsAsync(after, 10, Token)),
            await Assert.ThrowsAsync<InvalidInputException>(() => session.ReadMessagesAsync(after, 10, Token)),
        ];

        Assert.All(refusals, refused => Assert.Equal((ErrorCodes.InvalidCursor, "after"), (refused.Code, refused.Field)));
    }

    [Fact]
    public async Task Attach_FromEverySeq_AfterTheTurnEndedAndTheServerRestarted_GivesTheStoredRest()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);
        await session.AskAsync("one two three", Token);
        var receipt = await session.SendAsync(new NewMessage("four five six"), Token);
        var seen = await session.ReadThroughEndAsync(receipt.TurnId, Token);

        await host.RestartAsync(Token);
        var again = await host.Sessions.GetAsync(CoreHost.Principal, session.Id, Token);
        var stored = await again.ReadEventsAsync(0, 1_000, Token);
        foreach (var seq in seen.Select(read => read.Seq).Prepend(0).Where(seq => seq < stored[^1].Seq))
        {
            var rest = await again.ReadThroughEndAsync(receipt.TurnId, Token, seq);

            Assert.Equal(stored.Select(logged => logged.Seq).Where(number => number > seq), rest.Select(read => read.Seq));
        }
    }

    [Fact]
    public async Task Attach_OfSeveralClientsAtTheirOwnPaces_GivesEachTheSameStory()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);
        var gates = Enumerable.Range(0, 4).Select(_ => new UpstreamGate()).ToArray();
        host.Upstream.Script("model-a", reply => gates.Aggregate(reply, (before, gate) => before.Texts("some ", "words ").Gate(gate)).Text("end"));
        var receipt = await session.SendAsync(new NewMessage("Tell"), Token);
        var clients = new List<Task<List<SessionEvent>>>();
        foreach (var gate in gates)
        {
            await gate.Reached.WaitAsync(Token);
            clients.Add(session.ReadThroughEndAsync(receipt.TurnId, Token));
            gate.Open();
        }

        foreach (var events in await Task.WhenAll(clients))
        {
            var whole = events.OfType<MessageCompleted>().Single();
            Assert.Equal(whole.Text, events.DeltaText(whole.MessageId));
            Assert.Equal(
                ["session.created", "message.added", "turn.started", "message.completed", "turn.completed"],
                events.Where(read => read is not MessageDelta).Select(EventTypes.Of));
        }
    }

    [Fact]
    public async Task Attach_SessionIsDeleted_EndsTheStreamAfterItsLastEvent()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);
        var stream = session.AttachAsync(0, Token).ToListAsync(Token);

        await host.Sessions.DeleteAsync(CoreHost.Principal, session.Id, Token);

        Assert.Equal(EventTypes.SessionClosed, (await stream)[^1].Type);
        await Assert.ThrowsAsync<NotFoundException>(() => host.Sessions.GetAsync(CoreHost.Principal, session.Id, Token));
    }

    [Fact]
    public async Task Attach_ServerStops_ShowsHowTheTurnEndedAndThenEnds()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream.Script("model-a", reply => reply.Text("Half").Hold());
        var session = await host.CreateSessionAsync(Token);
        await session.SendAsync(new NewMessage("Go"), Token);
        await session.AttachAsync(0, Token).UntilAsync(read => read is MessageDelta, Token);
        var stream = session.AttachAsync(0, Token).ToListAsync(Token);

        await host.StopAsync(Token);

        Assert.Equal(EventTypes.TurnInterrupted, (await stream)[^1].Type);
    }

    [Fact]
    public async Task Attach_BigEventsWhileReading_LeavesNoHole()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var session = await host.CreateSessionAsync(Token);
        var big = new string('x', 150_000);
        var stream = session.AttachAsync(0, Token).UntilAsync(read => read is SessionRenamed { Title: "last" }, Token);

        for (var number = 1; number <= 50; number++)
        {
            await session.AppendAsync(
                new MessageCompleted($"m{number}", MessageChannel.Final, big) { AgentId = "alice", TurnId = "t" },
                new SessionRenamed($"title {number}"));
        }

        await session.RenameAsync("last", Token);

        var read = await stream;
        Assert.Equal(Enumerable.Range(1, 50).Select(number => $"m{number}"), read.OfType<MessageCompleted>().Select(read => read.MessageId));
        Assert.Equal(102, read.Count);
    }
}
