using System.Text;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;

namespace AIWhisperer.TestHarness;

public abstract partial class SessionStoreContract
{
    [Fact]
    public async Task Append_FirstCall_CreatesTheSession()
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Event(1));

        Assert.Equal(session, await Store.FindAsync(session.Id, Token));
    }

    [Fact]
    public async Task Append_EveryField_ComesBack()
    {
        var session = SessionRecords.New(owner: "someone") with
        {
            Title = "Notes",
            ActiveAgentId = "debbie",
            CreatedAt = SessionRecords.Start.AddTicks(1),
            UpdatedAt = SessionRecords.Start.AddTicks(7),
            LastSeq = (1L << 53) - 1,
            OpenTurns = 3,
            IsClosed = true,
        };

        await Store.AppendAsync(session, []);

        Assert.Equal(session, await Store.FindAsync(session.Id, Token));
    }

    [Fact]
    public async Task Append_TimeOfAnotherOffset_ComesBackAsTheSameInstantInUtc()
    {
        var session = SessionRecords.New() with { UpdatedAt = new DateTimeOffset(2026, 5, 6, 7, 8, 9, TimeSpan.FromHours(5)) };

        await Store.AppendAsync(session, []);

        var found = await Store.FindAsync(session.Id, Token);
        Assert.Equal(session.UpdatedAt, found!.UpdatedAt);
        Assert.Equal(TimeSpan.Zero, found.UpdatedAt.Offset);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Grüße, 世界 🙂")]
    [InlineData("one\0two\r\n'; DROP TABLE sessions; --")]
    public async Task Append_AnyTitle_ComesBackWhole(string title)
    {
        var session = await AppendedAsync(SessionRecords.New() with { Title = title });

        Assert.Equal(title, (await Store.FindAsync(session.Id, Token))!.Title);
    }

    [Fact]
    public async Task Append_VeryLongTitle_ComesBackWhole()
    {
        var session = await AppendedAsync(SessionRecords.New() with { Title = new string('ä', 100_000) });

        Assert.Equal(session.Title, (await Store.FindAsync(session.Id, Token))!.Title);
    }

    [Fact]
    public async Task Append_NoEvents_WritesTheRowAlone()
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Event(1));

        await Store.AppendAsync(session with { Title = "Renamed" }, []);

        Assert.Equal("Renamed", (await Store.FindAsync(session.Id, Token))!.Title);
        Assert.Equal([1], await SeqsAsync(session.Id));
    }

    [Fact]
    public async Task Append_FurtherCall_ReplacesTheWholeRow()
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Event(1));
        var changed = session with
        {
            Owner = "other",
            Title = "Other",
            ActiveAgentId = "tessa",
            CreatedAt = session.CreatedAt.AddHours(1),
            UpdatedAt = session.UpdatedAt.AddHours(2),
            LastSeq = 2,
            OpenTurns = 1,
            IsClosed = true,
        };

        await Store.AppendAsync(changed, [SessionRecords.Event(2)]);

        Assert.Equal(changed, await Store.FindAsync(session.Id, Token));
    }

    [Fact]
    public async Task Append_EveryFieldOfAnEvent_ComesBack()
    {
        var item = SessionRecords.Event(5, EventTypes.TurnStarted, turnId: "turn", agentId: "alice", json: "{\"a\":\"ß\"}"u8.ToArray());
        var session = await AppendedAsync(SessionRecords.New(), item);

        var read = Assert.Single(await Store.ReadAsync(new(session.Id), Token));

        Assert.Equal(item with { Json = default }, read with { Json = default });
        Assert.Equal(item.Json.ToArray(), read.Json.ToArray());
    }

    [Fact]
    public async Task Append_EventWithoutAgentAndTurn_ComesBackWithout()
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Event(1));

        var read = Assert.Single(await Store.ReadAsync(new(session.Id), Token));

        Assert.Null(read.AgentId);
        Assert.Null(read.TurnId);
    }

    [Fact]
    public async Task Append_EventOfAMegabyte_ComesBackWhole()
    {
        var json = Encoding.UTF8.GetBytes($"\"{new string('x', 1 << 20)}\"");
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Event(1, json: json));

        Assert.Equal(json, (await Store.ReadAsync(new(session.Id), Token))[0].Json.ToArray());
    }

    [Fact]
    public async Task Append_BytesThatAreNoText_ComeBackUnchanged()
    {
        byte[] json = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Event(1, json: json));

        Assert.Equal(json, (await Store.ReadAsync(new(session.Id), Token))[0].Json.ToArray());
    }

    [Fact]
    public async Task Append_EventWithoutBytes_ComesBackEmpty()
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Event(1, json: []));

        Assert.True((await Store.ReadAsync(new(session.Id), Token))[0].Json.IsEmpty);
    }

    [Fact]
    public async Task Append_SliceOfABuffer_KeepsTheSliceOnly()
    {
        var item = SessionRecords.Event(1) with { Json = "before{}after"u8.ToArray().AsMemory(6, 2) };
        var session = await AppendedAsync(SessionRecords.New(), item);

        Assert.Equal("{}"u8.ToArray(), (await Store.ReadAsync(new(session.Id), Token))[0].Json.ToArray());
    }

    [Fact]
    public async Task Append_GapsAndLargeNumbers_KeepTheirOrder()
    {
        long[] seqs = [1, 2, 9, 10, 11, 1000, (1L << 53) - 1];
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Events(seqs));

        Assert.Equal(seqs, await SeqsAsync(session.Id));
    }

    [Fact]
    public async Task Append_SameNumbersInTwoSessions_AreApart()
    {
        var one = await AppendedAsync(SessionRecords.New(), SessionRecords.Events(1, 2));
        var two = await AppendedAsync(SessionRecords.New(), SessionRecords.Events(1, 2, 3));

        Assert.Equal([1, 2], await SeqsAsync(one.Id));
        Assert.Equal([1, 2, 3], await SeqsAsync(two.Id));
    }

    [Fact]
    public async Task Append_NumberThatIsStored_FailsAndKeepsNothingOfTheCall()
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Events(1, 2));

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Store.AppendAsync(session with { Title = "Never" }, SessionRecords.Events(3, 2)));

        Assert.Equal(session, await Store.FindAsync(session.Id, Token));
        Assert.Equal([1, 2], await SeqsAsync(session.Id));
    }

    [Fact]
    public async Task Append_BadCallAmongMany_TakesNoOtherWithIt()
    {
        var bad = await AppendedAsync(SessionRecords.New(), SessionRecords.Event(1));
        var good = Enumerable.Range(0, 50).Select(_ => SessionRecords.New()).ToArray();

        var before = good[..25].Select(session => Store.AppendAsync(session, SessionRecords.Events(1))).ToArray();
        var failing = Store.AppendAsync(bad, SessionRecords.Events(1));
        var after = good[25..].Select(session => Store.AppendAsync(session, SessionRecords.Events(1))).ToArray();

        await Task.WhenAll([.. before, .. after]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
        Assert.All(await Task.WhenAll(good.Select(session => SeqsAsync(session.Id))), seqs => Assert.Equal([1], seqs));
    }

    [Fact]
    public async Task Append_AfterAFailedCall_Works()
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Event(1));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Store.AppendAsync(session, SessionRecords.Events(1)));

        await Store.AppendAsync(session.Grown(2), SessionRecords.Events(2));

        Assert.Equal([1, 2], await SeqsAsync(session.Id));
    }

    [Fact]
    public async Task Append_SeveralUnderWay_AreCommittedInTheirOrder()
    {
        var session = SessionRecords.New();
        var calls = Enumerable.Range(1, 500).Select(seq => Store.AppendAsync(session.Grown(seq), SessionRecords.Events(seq))).ToArray();

        // Each call replaces the row, so at every completed call the row is that call's or a later one's.
        for (var i = 0; i < calls.Length; i++)
        {
            await calls[i];
            if (i % 50 == 0)
            {
                Assert.True((await Store.FindAsync(session.Id, Token))!.LastSeq > i);
            }
        }

        Assert.Equal(session.Grown(500), await Store.FindAsync(session.Id, Token));
        Assert.Equal(Enumerable.Range(1, 500).Select(seq => (long)seq), await SeqsAsync(session.Id));
    }

    [Fact]
    public async Task Append_ManySessionsAtOnce_KeepEachSessionsOrder()
    {
        var sessions = Enumerable.Range(0, 32).Select(_ => SessionRecords.New()).ToArray();

        await Task.WhenAll(sessions.Select(session => Task.Run(
            () => Task.WhenAll(Enumerable.Range(1, 50).Select(seq => Store.AppendAsync(session.Grown(seq), SessionRecords.Events(seq)))),
            Token)));

        foreach (var session in sessions)
        {
            Assert.Equal(session.Grown(50), await Store.FindAsync(session.Id, Token));
            Assert.Equal(50, (await SeqsAsync(session.Id)).Count);
        }
    }

    [Fact]
    public async Task Append_Acknowledged_IsSeenByTheNextRead()
    {
        var session = SessionRecords.New();
        for (var seq = 1; seq <= 20; seq++)
        {
            await Store.AppendAsync(session.Grown(seq), SessionRecords.Events(seq));

            Assert.Equal(seq, (await Store.FindAsync(session.Id, Token))!.LastSeq);
            Assert.Equal(seq, (await SeqsAsync(session.Id)).Count);
        }
    }

    [Fact]
    public async Task Append_TwelveThousandEventsInOneCall_KeepsThemAll()
    {
        // More values than some databases take as parameters of one statement.
        var seqs = Enumerable.Range(1, 12_000).Select(seq => (long)seq).ToArray();
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Events(seqs));

        Assert.Equal(seqs, await SeqsAsync(session.Id));
    }

    [Fact]
    public async Task Append_SixteenMegabytesInOneCall_ComeBackWhole()
    {
        var events = Enumerable.Range(1, 64).Select(seq => SessionRecords.Event(seq, json: [.. Enumerable.Repeat((byte)seq, 1 << 18)]));
        var session = await AppendedAsync(SessionRecords.New(), [.. events]);

        var read = await Store.ReadAsync(new(session.Id), Token);

        Assert.All(read, item => Assert.Equal((1 << 18, (byte)item.Seq, (byte)item.Seq), (item.Json.Length, item.Json.Span[0], item.Json.Span[^1])));
        Assert.Equal(64, read.Count);
    }

    [Fact]
    public async Task Append_NumberTwiceInOneCall_FailsAndCreatesNoSession()
    {
        var session = SessionRecords.New();

        await Assert.ThrowsAsync<InvalidOperationException>(() => Store.AppendAsync(session, SessionRecords.Events(1, 2, 2)));

        Assert.Null(await Store.FindAsync(session.Id, Token));
        Assert.Empty(await SeqsAsync(session.Id));
        Assert.Equal(0, await Store.CountAsync("local", Token));
    }

    [Fact]
    public async Task Append_SameNumberFromTwoCallsAtOnce_OneIsRefused()
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Event(1));
        for (var seq = 2; seq <= 20; seq++)
        {
            Task[] calls =
            [
                .. Enumerable.Range(0, 2).Select(_ => Task.Run(() => Store.AppendAsync(session.Grown(seq), SessionRecords.Events(seq)), Token)),
            ];
            await Task.WhenAll(calls).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            Assert.Equal(1, calls.Count(call => call.IsCompletedSuccessfully));
            Assert.IsType<InvalidOperationException>(calls.First(call => call.IsFaulted).Exception!.InnerException);
        }

        Assert.Equal(20, (await SeqsAsync(session.Id)).Count);
    }

    [Fact]
    public async Task Append_BufferReusedAfterwards_KeepsWhatItWas()
    {
        var buffer = "{\"n\":1}"u8.ToArray();
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Event(1, json: buffer));

        Array.Clear(buffer);

        Assert.Equal("{\"n\":1}"u8.ToArray(), (await Store.ReadAsync(new(session.Id), Token))[0].Json.ToArray());
    }

    [Theory]
    [InlineData("Abc", "abc")]
    [InlineData("abc", "abc ")]
    [InlineData("caf\u00e9", "cafe\u0301")]
    [InlineData("stra\u00dfe", "strasse")]
    public async Task Append_IdsThatLookAlike_AreApart(string id, string other)
    {
        var one = await AppendedAsync(SessionRecords.New(id, owner: id), SessionRecords.Event(1, turnId: id));
        var two = await AppendedAsync(SessionRecords.New(other, owner: other), SessionRecords.Event(1, turnId: other));

        Assert.Equal(one, await Store.FindAsync(id, Token));
        Assert.Equal(two, await Store.FindAsync(other, Token));
        Assert.Equal([id], await IdsAsync(id, null, 10));
        Assert.Empty(await SeqsAsync(new EventQuery(id) { TurnId = other }));
    }

    [Fact]
    public async Task Append_FirstAndLastInstant_ComeBack()
    {
        var session = SessionRecords.New(updatedAt: DateTimeOffset.MaxValue) with { CreatedAt = DateTimeOffset.MinValue };

        await Store.AppendAsync(session, []);

        Assert.Equal(session, await Store.FindAsync(session.Id, Token));
        Assert.Equal([session], await Store.ListAsync("local", null, null, 10, Token));
    }

    [Fact]
    public async Task Append_AgentTurnAndTypeOfAnyText_ComeBackWhole()
    {
        var item = SessionRecords.Event(1, "own.type/\u4e16", turnId: "t \ud83d\ude42 '", agentId: "\u00e4\"\\");
        var session = await AppendedAsync(SessionRecords.New() with { ActiveAgentId = "\u00e4\"\\" }, item);

        var read = Assert.Single(await Store.ReadAsync(new(session.Id) { TurnId = item.TurnId, Types = [item.Type] }, Token));

        Assert.Equal(item with { Json = default }, read with { Json = default });
        Assert.Equal(session, await Store.FindAsync(session.Id, Token));
    }

    [Fact]
    public async Task Append_ToOneSession_LeavesAllOthersAsTheyWere()
    {
        var others = new List<SessionRecord>();
        for (var i = 0; i < 3; i++)
        {
            others.Add(await AppendedAsync(SessionRecords.New() with { OpenTurns = i }, SessionRecords.Event(1)));
        }

        await AppendedAsync(SessionRecords.New().Grown(9) with { Title = "Changed", OpenTurns = 7 }, SessionRecords.Events(8, 9));

        foreach (var other in others)
        {
            Assert.Equal(other, await Store.FindAsync(other.Id, Token));
            Assert.Equal([1], await SeqsAsync(other.Id));
        }
    }
}
