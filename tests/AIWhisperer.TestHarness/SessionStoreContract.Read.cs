using System.Text;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;

namespace AIWhisperer.TestHarness;

public abstract partial class SessionStoreContract
{
    [Fact]
    public async Task Find_UnknownSession_ReturnsNull() => Assert.Null(await Store.FindAsync(RandomId.New(), Token));

    [Fact]
    public async Task Read_UnknownSession_ReturnsNothing() => Assert.Empty(await Store.ReadAsync(new(RandomId.New()), Token));

    [Fact]
    public async Task Read_After_LeavesOutThatEventAndAllBefore()
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Events(1, 3, 5, 7));

        Assert.Equal([5, 7], await SeqsAsync(new EventQuery(session.Id) { After = 3 }));
        Assert.Equal([5, 7], await SeqsAsync(new EventQuery(session.Id) { After = 4 }));
        Assert.Empty(await SeqsAsync(new EventQuery(session.Id) { After = 7 }));
    }

    [Fact]
    public async Task Read_Through_IncludesThatEvent()
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Events(1, 3, 5, 7));

        Assert.Equal([1, 3, 5], await SeqsAsync(new EventQuery(session.Id) { Through = 5 }));
        Assert.Equal([1, 3, 5], await SeqsAsync(new EventQuery(session.Id) { Through = 6 }));
        Assert.Empty(await SeqsAsync(new EventQuery(session.Id) { Through = 0 }));
    }

    [Fact]
    public async Task Read_AfterAndThrough_GiveTheRangeBetween()
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Events(1, 2, 3, 4, 5));

        Assert.Equal([3, 4], await SeqsAsync(new EventQuery(session.Id) { After = 2, Through = 4 }));
        Assert.Empty(await SeqsAsync(new EventQuery(session.Id) { After = 4, Through = 2 }));
    }

    [Fact]
    public async Task Read_Limit_GivesTheFirstOfWhatFits()
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Events(1, 2, 3, 4, 5));

        Assert.Equal([1, 2], await SeqsAsync(new EventQuery(session.Id) { Limit = 2 }));
        Assert.Equal([4], await SeqsAsync(new EventQuery(session.Id) { After = 3, Limit = 1 }));
    }

    [Fact]
    public async Task Read_MaxBytes_StopsWithTheEventThatReachesIt()
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Events(1, 2, 3, 4, 5));
        var sizes = (await Store.ReadAsync(new EventQuery(session.Id), Token)).Select(item => item.Json.Length).ToList();

        Assert.Equal([1, 2], await SeqsAsync(new EventQuery(session.Id) { MaxBytes = sizes[0] + sizes[1] }));
        Assert.Equal([1, 2, 3], await SeqsAsync(new EventQuery(session.Id) { MaxBytes = sizes[0] + sizes[1] + 1 }));
        Assert.Equal([3], await SeqsAsync(new EventQuery(session.Id) { After = 2, MaxBytes = 1 }));
    }

    [Fact]
    public async Task Read_Pages_GiveEveryEventOnce()
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Events(Enumerable.Range(1, 25).Select(seq => 3L * seq)));
        var all = new List<long>();
        IReadOnlyList<long> page;
        do
        {
            page = await SeqsAsync(new EventQuery(session.Id) { After = all.LastOrDefault(), Limit = 4 });
            all.AddRange(page);
        }
        while (page.Count > 0);

        Assert.Equal(await SeqsAsync(session.Id), all);
    }

    [Fact]
    public async Task Read_Turn_GivesThatTurnsEventsOnly()
    {
        var session = await AppendedAsync(
            SessionRecords.New(),
            SessionRecords.Event(1),
            SessionRecords.Event(2, turnId: "a"),
            SessionRecords.Event(3, turnId: "b"),
            SessionRecords.Event(4, turnId: "a"));

        Assert.Equal([2, 4], await SeqsAsync(new EventQuery(session.Id) { TurnId = "a" }));
        Assert.Equal([4], await SeqsAsync(new EventQuery(session.Id) { TurnId = "a", After = 2 }));
        Assert.Equal([2], await SeqsAsync(new EventQuery(session.Id) { TurnId = "a", Limit = 1 }));
        Assert.Empty(await SeqsAsync(new EventQuery(session.Id) { TurnId = "c" }));
    }

    [Fact]
    public async Task Read_TurnOfAnotherSession_ReturnsNothing()
    {
        await AppendedAsync(SessionRecords.New(), SessionRecords.Event(1, turnId: "a"));
        var other = await AppendedAsync(SessionRecords.New(), SessionRecords.Event(1, turnId: "b"));

        Assert.Empty(await SeqsAsync(new EventQuery(other.Id) { TurnId = "a" }));
    }

    [Fact]
    public async Task Read_Types_GiveThoseTypesOnly()
    {
        var session = await AppendedAsync(
            SessionRecords.New(),
            SessionRecords.Event(1, EventTypes.SessionCreated),
            SessionRecords.Event(2, EventTypes.MessageAdded),
            SessionRecords.Event(3, EventTypes.TurnStarted),
            SessionRecords.Event(4, EventTypes.MessageCompleted));

        Assert.Equal(
            [2, 4], await SeqsAsync(new EventQuery(session.Id) { Types = [EventTypes.MessageAdded, EventTypes.MessageCompleted] }));
        Assert.Equal([3], await SeqsAsync(new EventQuery(session.Id) { Types = [EventTypes.TurnStarted] }));
    }

    [Fact]
    public async Task Read_TypesThatAreNoTypes_ReturnNothing()
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Event(1));

        Assert.Empty(await SeqsAsync(new EventQuery(session.Id) { Types = [] }));
        Assert.Empty(await SeqsAsync(new EventQuery(session.Id) { Types = ["x') OR ('1'='1", "\"", "message.added "] }));
    }

    [Fact]
    public async Task Read_EveryCondition_Narrows()
    {
        var session = await AppendedAsync(
            SessionRecords.New(),
            [.. Enumerable.Range(1, 40).Select(seq => SessionRecords.Event(
                seq,
                seq % 2 == 0 ? EventTypes.MessageAdded : EventTypes.TurnStarted,
                turnId: seq % 3 == 0 ? "a" : "b"))]);

        Assert.Equal(
            [12, 18, 24],
            await SeqsAsync(new EventQuery(session.Id)
            {
                After = 6,
                Through = 36,
                TurnId = "a",
                Types = [EventTypes.MessageAdded],
                Limit = 3,
            }));
    }

    [Fact]
    public async Task Read_IdThatLooksLikeSql_IsJustAnId()
    {
        var session = await AppendedAsync(SessionRecords.New(id: "' OR 1=1 --"), SessionRecords.Event(1));
        await AppendedAsync(SessionRecords.New(), SessionRecords.Event(1));

        Assert.Equal([1], await SeqsAsync(session.Id));
        Assert.Equal(session, await Store.FindAsync(session.Id, Token));
    }

    [Fact]
    public async Task Read_GivenUp_Throws()
    {
        using var givenUp = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await givenUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.ReadAsync(new(RandomId.New()), givenUp.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.FindAsync(RandomId.New(), givenUp.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.ListAsync("local", null, null, 1, givenUp.Token));
    }

    [Fact]
    public async Task Read_WhileTheLogGrows_SeesRowsAndEventsOfWholeCalls()
    {
        var session = await AppendedAsync(SessionRecords.New().Grown(2), SessionRecords.Events(1, 2));
        var writing = Task.Run(
            async () =>
            {
                for (var seq = 3; seq < 300; seq += 2)
                {
                    await Store.AppendAsync(session.Grown(seq + 1), SessionRecords.Events(seq, seq + 1));
                }
            },
            Token);
        do
        {
            var before = (await Store.FindAsync(session.Id, Token))!.LastSeq;
            var events = await SeqsAsync(session.Id);

            Assert.Equal(0, events.Count % 2);
            Assert.True(events.Count >= before);
        }
        while (!writing.IsCompleted);
        await writing;
    }

    [Fact]
    public async Task FindUnfinished_GivesSessionsWithOpenTurnsOnly()
    {
        await AppendedAsync(SessionRecords.New());
        var one = await AppendedAsync(SessionRecords.New() with { OpenTurns = 1 });
        var two = await AppendedAsync(SessionRecords.New(owner: "other") with { OpenTurns = 5 });

        Assert.Equal(new[] { one.Id, two.Id }.Order(StringComparer.Ordinal), (await Store.FindUnfinishedAsync(Token)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task FindUnfinished_WhenTheLastTurnEnds_LeavesTheSessionOut()
    {
        var session = await AppendedAsync(SessionRecords.New() with { OpenTurns = 1 });

        await Store.AppendAsync(session with { OpenTurns = 0 }, []);

        Assert.Empty(await Store.FindUnfinishedAsync(Token));
    }

    [Fact]
    public async Task Read_LimitWithTypes_CountsWhatMatches()
    {
        var session = await AppendedAsync(
            SessionRecords.New(),
            [.. Enumerable.Range(1, 300).Select(seq => SessionRecords.Event(
                seq, seq % 100 == 0 ? EventTypes.TurnCompleted : EventTypes.ToolCompleted))]);

        Assert.Equal([100, 200], await SeqsAsync(new EventQuery(session.Id) { Types = [EventTypes.TurnCompleted], Limit = 2 }));
        Assert.Equal([300], await SeqsAsync(new EventQuery(session.Id) { Types = [EventTypes.TurnCompleted], After = 200, Limit = 2 }));
    }

    [Fact]
    public async Task Read_TypeNamedTwice_GivesEachEventOnce()
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Events(1, 2));

        Assert.Equal([1, 2], await SeqsAsync(new EventQuery(session.Id) { Types = [EventTypes.MessageAdded, EventTypes.MessageAdded] }));
    }

    [Theory]
    [InlineData("MESSAGE.ADDED")]
    [InlineData("message.%")]
    [InlineData("message_added")]
    [InlineData("message")]
    public async Task Read_TypeThatIsNearlyOne_GivesNothing(string type)
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Event(1, EventTypes.MessageAdded));

        Assert.Empty(await SeqsAsync(new EventQuery(session.Id) { Types = [type] }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("TURN")]
    public async Task Read_TurnThatIsNearlyOne_GivesNothing(string turnId)
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Event(1), SessionRecords.Event(2, turnId: "turn"));

        Assert.Empty(await SeqsAsync(new EventQuery(session.Id) { TurnId = turnId }));
    }

    [Fact]
    public async Task Read_SameTurnIdInTwoSessions_GivesThatSessionsOnly()
    {
        var one = await AppendedAsync(SessionRecords.New(), SessionRecords.Event(1, turnId: "t"), SessionRecords.Event(5, turnId: "t"));
        await AppendedAsync(SessionRecords.New(), SessionRecords.Event(2, turnId: "t"));

        Assert.Equal([1, 5], await SeqsAsync(new EventQuery(one.Id) { TurnId = "t" }));
    }

    [Fact]
    public async Task Read_TurnInPages_GivesEveryEventOnce()
    {
        var session = await AppendedAsync(
            SessionRecords.New(), [.. Enumerable.Range(1, 60).Select(seq => SessionRecords.Event(seq, turnId: seq % 2 == 0 ? "a" : "b"))]);
        var all = new List<long>();
        IReadOnlyList<long> page;
        do
        {
            page = await SeqsAsync(new EventQuery(session.Id) { TurnId = "a", After = all.LastOrDefault(), Limit = 7 });
            all.AddRange(page);
        }
        while (page.Count > 0);

        Assert.Equal(Enumerable.Range(1, 30).Select(half => 2L * half), all);
    }

    [Fact]
    public async Task Read_BeyondBothEnds_GivesAllOrNothing()
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Events(1, (1L << 53) - 1));

        Assert.Equal(2, (await SeqsAsync(new EventQuery(session.Id) { After = long.MinValue })).Count);
        Assert.Empty(await SeqsAsync(new EventQuery(session.Id) { After = long.MaxValue }));
        Assert.Empty(await SeqsAsync(new EventQuery(session.Id) { Through = -1 }));
    }

    [Fact]
    public async Task Read_SessionsWrittenInTurns_AreEachInOrder()
    {
        var sessions = Enumerable.Range(0, 5).Select(_ => SessionRecords.New()).ToArray();
        for (var seq = 1; seq <= 40; seq++)
        {
            await Task.WhenAll(sessions.Select(session => Store.AppendAsync(session.Grown(seq), SessionRecords.Events(seq))));
        }

        foreach (var session in sessions)
        {
            Assert.Equal(Enumerable.Range(1, 40).Select(seq => (long)seq), await SeqsAsync(session.Id));
        }
    }

    [Fact]
    public async Task Read_Result_IsNotChangedByWhatFollows()
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Events(1, 2));
        var read = await Store.ReadAsync(new(session.Id), Token);

        await Store.AppendAsync(session.Grown(3), SessionRecords.Events(3));
        await Store.DeleteAsync(session.Id, Token);

        Assert.Equal([1, 2], read.Select(item => item.Seq));
        Assert.All(read, item => Assert.Equal($"{{\"seq\":{item.Seq}}}", Encoding.UTF8.GetString(item.Json.Span)));
    }

    [Fact]
    public async Task Read_GivenUpWhileUnderWay_LeavesTheStoreUsable()
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Events(Enumerable.Range(1, 5000).Select(seq => (long)seq)));
        for (var i = 0; i < 20; i++)
        {
            using var givenUp = CancellationTokenSource.CreateLinkedTokenSource(Token);
            var reading = Store.ReadAsync(new(session.Id), givenUp.Token);
            await givenUp.CancelAsync();
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            Assert.True(reading.IsCanceled || reading.IsCompletedSuccessfully);
        }

        Assert.Equal(5000, (await SeqsAsync(session.Id)).Count);
    }

    [Fact]
    public async Task AnyQuery_GivenUp_Throws()
    {
        using var givenUp = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await givenUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.CountAsync("local", givenUp.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.FindUnfinishedAsync(givenUp.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.CheckAsync(givenUp.Token));
    }

    [Fact]
    public async Task Check_OpenStore_IsWell()
    {
        await Store.CheckAsync(Token);

        Assert.Equal(0, await Store.CountAsync("", Token));
    }

    [Fact]
    public async Task FindUnfinished_ManySessionsOfAnyOwnerClosedOrNot_GivesEachOnce()
    {
        var expected = new List<string>();
        for (var i = 0; i < 150; i++)
        {
            var session = SessionRecords.New(owner: $"owner {i % 7}") with { OpenTurns = i % 3, IsClosed = i % 5 == 0 };
            await AppendedAsync(session, SessionRecords.Events(1, 2));
            if (session.OpenTurns > 0)
            {
                expected.Add(session.Id);
            }
        }

        Assert.Equal(expected.Order(StringComparer.Ordinal), (await Store.FindUnfinishedAsync(Token)).Order(StringComparer.Ordinal));
    }
}
