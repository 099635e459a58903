using System.Text;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Upstream;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions;

/// <summary>What a client is shown of a turn that reasons, says something, calls a tool and then answers.</summary>
public sealed class ChannelTests
{
    private const string Reasoning = "canary-of-reasoning";
    private const string Talk = "Let me look.";
    private const string Answer = "It is noon.";

    private static readonly string[] s_names = ["final", "commentary", "analysis"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Every set but the empty one.</summary>
    public static TheoryData<string> Sets =>
        [.. Enumerable.Range(1, 7).Select(bits => string.Join(',', s_names.Where((_, index) => (bits & (1 << index)) != 0)))];

    [Fact]
    public async Task Attach_WithoutAChoice_GivesTheAnswerAndTheTalkAndNoReasoning()
    {
        await using var host = await CoreHost.StartAsync(Token);
        ScriptTurn(host).Open();
        var session = await host.CreateSessionAsync(Token);
        var stream = session.AttachAsync(0, Token).TakeUntilEnding().ToListAsync(Token).AsTask();
        var receipt = await session.SendAsync(new NewMessage("When is it?"), Token);

        var logged = await stream;

        Assert.All(logged, item => Assert.DoesNotContain(Reasoning, Encoding.UTF8.GetString(item.Json.Span), StringComparison.Ordinal));
        Assert.Equal(
            [(MessageChannel.Commentary, Talk), (MessageChannel.Final, Answer)],
            logged.Select(item => item.Read()).OfType<MessageCompleted>().Select(item => (item.Channel, item.Text)));
        Assert.Contains(logged, item => item.Type == EventTypes.ToolCompleted);
        Assert.Equal(receipt.TurnId, logged[^1].TurnId);
    }

    [Fact]
    public async Task Attach_ForTheAnswerOnly_IsToldThatTheTalkItWasShownIsVoid()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var talking = new UpstreamGate();
        host.Upstream
            .Script("model-a", reply => reply.Text(Talk).Gate(talking).ToolCall("c", "get_current_time", "{}"))
            .Script("model-a", reply => reply.Text(Answer));
        var session = await host.CreateSessionAsync(Token);
        var receipt = await session.SendAsync(new NewMessage("When is it?"), Token);
        await using var stream = session.AttachAsync(0, ChannelSet.Of(["final"]), Token).GetAsyncEnumerator(Token);
        var shown = await NextAsync<MessageDelta>(stream);
        talking.Open();

        var dropped = await NextAsync<MessageDropped>(stream);
        var completed = await NextAsync<MessageCompleted>(stream);

        var stored = await session.ReadEventsAsync(0, 100, Token);
        var talk = (MessageCompleted)stored.First(item => item.Type == EventTypes.MessageCompleted).Read();
        Assert.Equal((Talk, MessageChannel.Final), (shown.Text, shown.Channel));
        Assert.Equal(
            new MessageDropped(shown.MessageId)
            {
                Seq = talk.Seq,
                At = talk.At,
                AgentId = "alice",
                TurnId = receipt.TurnId,
                Channel = MessageChannel.Final,
            },
            dropped);
        Assert.Equal((talk.MessageId, MessageChannel.Commentary), (shown.MessageId, talk.Channel));
        Assert.Equal(Answer, completed.Text);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Attach_CutAtEveryEventAndResumed_GivesExactlyWhatMayBeSeen(string names)
    {
        await using var host = await CoreHost.StartAsync(Token);
        var channels = ChannelSet.Of(names.Split(','));
        var gate = ScriptTurn(host);
        var session = await host.CreateSessionAsync(Token);
        var live = session.AttachAsync(0, channels, Token).UntilAsync(read => read is SessionRenamed, Token);
        var receipt = await session.SendAsync(new NewMessage("When is it?"), Token);

        // What marks the middle is seen on every channel.
        await gate.Reached.WaitAsync(Token);
        await session.RenameAsync("marker", Token);
        var seen = await live;
        var cuts = seen.Select((cut, index) => (
            Before: seen[..(index + 1)],
            After: session.AttachAsync(cut.Seq, channels, Token).TakeUntilEnding().ToListAsync(Token).AsTask())).ToList();
        gate.Open();
        await session.WaitForTurnAsync(receipt.TurnId, Token);
        var log = await ReadLogAsync(host, session);
        foreach (var (before, after) in cuts)
        {
            AssertIsWhole([.. before, .. (await after).Select(item => item.Read())], log, channels);
        }

        await host.RestartAsync(Token);
        var again = await host.Sessions.GetAsync(CoreHost.Principal, session.Id, Token);
        foreach (var seq in log.Select(item => item.Seq).Prepend(0).SkipLast(1))
        {
            var rest = await again.AttachAsync(seq, channels, Token).TakeUntilEnding().Select(item => item.Read()).ToListAsync(Token);

            Assert.Equal(Shown(log, channels).Where(item => item.Seq > seq), rest.Select(item => (item.Seq, EventTypes.Of(item))));
        }
    }

    [Fact]
    public async Task Attach_OfTwoClientsWithDifferentChannels_GivesEachItsOwn()
    {
        await using var host = await CoreHost.StartAsync(Token);
        ScriptTurn(host).Open();
        var session = await host.CreateSessionAsync(Token);
        var thoughts = ReadThroughEndAsync("analysis");
        var answer = ReadThroughEndAsync("final");
        await session.AskAsync("When is it?", Token);

        var log = await ReadLogAsync(host, session);
        AssertIsWhole(await thoughts, log, ChannelSet.Of(["analysis"]));
        AssertIsWhole(await answer, log, ChannelSet.Of(["final"]));
        Assert.Equal([Reasoning, $"{Reasoning} two"], (await thoughts).OfType<MessageCompleted>().Select(item => item.Text));
        Assert.Equal([Answer], (await answer).OfType<MessageCompleted>().Select(item => item.Text));

        Task<List<SessionEvent>> ReadThroughEndAsync(string channel) => session.AttachAsync(0, ChannelSet.Of([channel]), Token)
            .UntilAsync(item => EventTypes.IsTurnEnding(EventTypes.Of(item)), Token);
    }

    [Theory]
    [InlineData("final", 1)]
    [InlineData("final,commentary", 2)]
    [InlineData("commentary", 0)]
    [InlineData("analysis", 2)]
    [InlineData("final,commentary,analysis", 2_000)]
    public async Task Attach_ReaderThatStoppedReading_CatchesUpWithWhatItMaySee(string names, int deltas)
    {
        await using var host = await CoreHost.StartAsync(Token);
        var channels = ChannelSet.Of(names.Split(','));
        host.Upstream
            .Script("model-a", reply => Alternate(reply).ToolCall("c", "get_current_time", "{}"))
            .Script("model-a", reply => Alternate(reply));
        var session = await host.CreateSessionAsync(Token);
        await using var slow = session.AttachAsync(0, channels, Token).GetAsyncEnumerator(Token);
        Assert.True(await slow.MoveNextAsync());
        var read = new List<SessionEvent> { slow.Current.Read() };
        await session.AskAsync("Go", Token);

        while (read is not [.., TurnCompleted] && await slow.MoveNextAsync())
        {
            read.Add(slow.Current.Read());
        }

        AssertIsWhole(read, await ReadLogAsync(host, session), channels);
        Assert.Equal(deltas, read.OfType<MessageDelta>().Count());
    }

    [Fact]
    public async Task Attach_ToALogOfHiddenEvents_ReadsItPageByPageAndWaits()
    {
        FailingStore? store = null;
        await using var host = await CoreHost.StartAsync(Token, wrapStore: inner => store = new FailingStore(inner));
        var session = await host.CreateSessionAsync(Token);
        for (var batch = 0; batch < 10; batch++)
        {
            await session.AppendAsync([.. Enumerable.Range(0, 200).Select(n =>
                new MessageCompleted($"m{n}", MessageChannel.Analysis, Reasoning) { AgentId = "alice", TurnId = "t" })]);
        }

        var reads = 0;
        store!.ReadsWaitFor = query =>
        {
            Interlocked.Add(ref reads, query.Limit == 200 ? 1 : 0);
            return Task.CompletedTask;
        };
        await using var stream = session.AttachAsync(0, Token).GetAsyncEnumerator(Token);
        Assert.IsType<SessionCreated>(await NextAsync<SessionEvent>(stream));
        var next = NextAsync<SessionEvent>(stream);
        for (var batch = 0; batch < 3; batch++)
        {
            await session.AppendAsync(new MessageCompleted("m", MessageChannel.Analysis, Reasoning) { AgentId = "alice", TurnId = "t" });
        }

        Assert.False(next.IsCompleted);
        await session.RenameAsync("marker", Token);

        Assert.IsType<SessionRenamed>(await next);

        // There are eleven pages; what is added meanwhile may cost a few more, and nothing reads in a circle.
        Assert.InRange(reads, 1, 16);
    }

    [Theory]
    [InlineData("final,commentary", $"{Talk}|{Answer}", 1)]
    [InlineData("final", Answer, 0)]
    [InlineData("commentary", Talk, 1)]
    [InlineData("analysis", $"{Reasoning}|{Reasoning} two", 0)]
    [InlineData("final,commentary,analysis", $"{Reasoning}|{Talk}|{Reasoning} two|{Answer}", 1)]
    public async Task Turn_AsItIsRead_HasTheChannelsThatWereAskedFor(string names, string replies, int toolCalls)
    {
        await using var host = await CoreHost.StartAsync(Token);
        var channels = ChannelSet.Of(names.Split(','));
        var (session, turnId) = await RunTurnAsync(host);

        var turn = await session.WaitForTurnAsync(turnId, channels, Token);
        var messages = await session.ReadMessagesAsync(0, 100, channels, Token);

        Assert.Equal(replies.Split('|'), turn.Replies.Select(reply => reply.Text));
        Assert.Equal(channels.Contains(MessageChannel.Final) ? Answer : "", turn.Text);
        Assert.Equal(toolCalls, turn.ToolCalls.Count);
        Assert.Equal(turn.Replies, messages.Messages.Where(message => message.Role == "assistant"));
        Assert.Equal("When is it?", messages.Messages[0].Text);
        Assert.Equal(TurnStatus.Completed, turn.Status);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Pages_OfAnySize_AreFullAndLeaveNothingOut(string names)
    {
        await using var host = await CoreHost.StartAsync(Token);
        var channels = ChannelSet.Of(names.Split(','));
        var (session, _) = await RunTurnAsync(host);
        var log = await ReadLogAsync(host, session);
        var messages = (await session.ReadMessagesAsync(0, 100, channels, Token)).Messages;

        for (var limit = 1; limit <= 5; limit++)
        {
            var events = new List<LoggedEvent>();
            IReadOnlyList<LoggedEvent> page;
            do
            {
                page = await session.ReadEventsAsync(events is [.., var last] ? last.Seq : 0, limit, channels, Token);
                events.AddRange(page);
            }
            while (page.Count == limit);

            var paged = new List<MessageView>();
            long? after = 0;
            while (after is { } seq)
            {
                var some = await session.ReadMessagesAsync(seq, limit, channels, Token);
                paged.AddRange(some.Messages);
                after = some.NextAfter;
                Assert.Equal(after is not null, some.Messages.Count == limit && paged.Count < messages.Count);
            }

            Assert.Equal(Shown(log, channels), events.Select(item => (item.Seq, item.Type)));
            Assert.Equal(messages, paged);
        }
    }

    [Fact]
    public async Task Talk_BesideAToolCall_IsToldToTheModelAlsoAfterARestart()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var (session, _) = await RunTurnAsync(host);
        await host.RestartAsync(Token);
        await (await host.Sessions.GetAsync(CoreHost.Principal, session.Id, Token)).AskAsync("And now?", Token);

        foreach (var request in host.Upstream.Requests.Skip(1))
        {
            var talk = request.Body.GetProperty("messages").EnumerateArray().First(message => message.GetProperty("role").ValueEquals("assistant"));
            Assert.Equal(Talk, talk.GetProperty("content").GetString());
            Assert.Equal("c", Assert.Single(talk.GetProperty("tool_calls").EnumerateArray()).GetProperty("id").GetString());
            Assert.DoesNotContain(Reasoning, request.BodyText, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Answer_BesideTheCallThatEndsTheTurn_StaysTheAnswer()
    {
        await using var host = await CoreHost.StartAsync(Token, """
            alice:
              name: "Alice"
              prompt: "You are Alice."
              ai_config: { model: model-a }
              allow_tools: [get_current_time]
              continuation: { require_explicit_signal: true }
            """);
        host.Upstream.Script("model-a", reply => reply.Text(Answer).ToolCall("c", "finish_turn", "{}"));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("When is it?", Token);

        Assert.Equal(Answer, turn.Text);
    }

    [Fact]
    public async Task Answer_CutShortAfterTheModelAskedForATool_StaysTheAnswer()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream.Script("model-a", reply => reply.Text("So far").ToolCall("c", "get_current_time", "{}").Cut());
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("When is it?", Token);

        Assert.Equal((TurnStatus.Failed, "So far"), (turn.Status, turn.Text));
        Assert.Empty(turn.ToolCalls);
    }

    private static UpstreamGate ScriptTurn(CoreHost host)
    {
        var gate = new UpstreamGate();
        host.Upstream
            .Script("model-a", reply => reply.Reasoning(Reasoning).Texts("Let ", "me ", "look.").ToolCall("c", "get_current_time", "{}"))
            .Script("model-a", reply => reply.Reasoning(Reasoning).Reasoning(" two").Texts("It ", "is ").Gate(gate).Text("noon."));
        return gate;
    }

    private static UpstreamReply Alternate(UpstreamReply reply)
    {
        for (var number = 1; number <= 500; number++)
        {
            reply.Reasoning($"thought {number} ").Text($"word {number} ");
        }

        return reply;
    }

    private static async Task<(Session Session, string TurnId)> RunTurnAsync(CoreHost host)
    {
        ScriptTurn(host).Open();
        var session = await host.CreateSessionAsync(Token);
        return (session, (await session.AskAsync("When is it?", Token)).TurnId);
    }

    private static async Task<T> NextAsync<T>(IAsyncEnumerator<LoggedEvent> stream)
        where T : SessionEvent
    {
        while (await stream.MoveNextAsync())
        {
            if (stream.Current.Read() is T wanted)
            {
                return wanted;
            }
        }

        throw new InvalidOperationException($"The stream ended without a {typeof(T).Name}.");
    }

    private static async Task<List<SessionEvent>> ReadLogAsync(CoreHost host, Session session) =>
        [.. (await host.Store.ReadAsync(new EventQuery(session.Id), Token)).Select(item => item.Read())];

    /// <summary>What clients are to be given of the log, deltas aside.</summary>
    private static IEnumerable<(long Seq, string Type)> Shown(List<SessionEvent> log, ChannelSet channels)
    {
        foreach (var item in log)
        {
            var channel = item switch
            {
                MessageCompleted completed => completed.Channel,
                ToolRequested or ToolCompleted => MessageChannel.Commentary,
                _ => (MessageChannel?)null,
            };
            if (channel is null || channels.Contains(channel.Value))
            {
                yield return (item.Seq, EventTypes.Of(item));
            }
            else if (item is MessageCompleted { Channel: MessageChannel.Commentary } && channels.Contains(MessageChannel.Final))
            {
                yield return (item.Seq, EventTypes.MessageDropped);
            }
        }
    }

    private static void AssertIsWhole(List<SessionEvent> read, List<SessionEvent> log, ChannelSet channels)
    {
        Assert.Equal(read.Select(item => item.Seq).Distinct().Order(), read.Select(item => item.Seq));
        Assert.Equal(Shown(log, channels), read.Where(item => item is not MessageDelta).Select(item => (item.Seq, EventTypes.Of(item))));
        Assert.All(read.OfType<MessageDelta>(), item => Assert.True(channels.Contains(item.Channel), $"{item.Channel} was not asked for."));
        foreach (var whole in log.OfType<MessageCompleted>())
        {
            var streamedOn = whole.Channel == MessageChannel.Analysis ? MessageChannel.Analysis : MessageChannel.Final;
            var given = read.DeltaText(whole.MessageId);
            Assert.StartsWith(given, whole.Text, StringComparison.Ordinal);
            if (channels.Contains(streamedOn) && channels.Contains(whole.Channel))
            {
                Assert.Equal(whole.Text, given);
            }
        }
    }
}
