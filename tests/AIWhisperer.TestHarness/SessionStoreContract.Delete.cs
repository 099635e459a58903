using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;

namespace AIWhisperer.TestHarness;

public abstract partial class SessionStoreContract
{
    [Fact]
    public async Task Delete_RemovesRowAndLog()
    {
        var session = await AppendedAsync(SessionRecords.New() with { OpenTurns = 1 }, SessionRecords.Event(1, turnId: "a"));

        await Store.DeleteAsync(session.Id, Token);

        Assert.Null(await Store.FindAsync(session.Id, Token));
        Assert.Empty(await SeqsAsync(session.Id));
        Assert.Empty(await SeqsAsync(new EventQuery(session.Id) { TurnId = "a" }));
        Assert.Empty(await Store.FindUnfinishedAsync(Token));
        Assert.Equal(0, await Store.CountAsync("local", Token));
    }

    [Fact]
    public async Task Delete_LeavesOtherSessionsAlone()
    {
        var kept = await AppendedAsync(SessionRecords.New(), SessionRecords.Events(1, 2));
        var gone = await AppendedAsync(SessionRecords.New(), SessionRecords.Event(1));

        await Store.DeleteAsync(gone.Id, Token);

        Assert.Equal(kept, await Store.FindAsync(kept.Id, Token));
        Assert.Equal([1, 2], await SeqsAsync(kept.Id));
    }

    [Fact]
    public async Task Delete_UnknownSession_IsNoError()
    {
        var session = SessionRecords.New();

        await Store.DeleteAsync(session.Id, Token);
        await Store.AppendAsync(session, SessionRecords.Events(1));

        Assert.Equal(session, await Store.FindAsync(session.Id, Token));
    }

    [Fact]
    public async Task Delete_Twice_IsNoError()
    {
        var session = await AppendedAsync(SessionRecords.New());

        await Store.DeleteAsync(session.Id, Token);
        await Store.DeleteAsync(session.Id, Token);

        Assert.Null(await Store.FindAsync(session.Id, Token));
    }

    [Fact]
    public async Task Append_ToADeletedSession_IsDropped()
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Event(1));
        await Store.DeleteAsync(session.Id, Token);

        await Store.AppendAsync(session.Grown(2), SessionRecords.Events(2));

        Assert.Null(await Store.FindAsync(session.Id, Token));
        Assert.Empty(await SeqsAsync(session.Id));
    }

    [Fact]
    public async Task Append_ToASessionDeletedBeforeARestart_IsDropped()
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Event(1));
        await Store.DeleteAsync(session.Id, Token);
        await RestartAsync();

        await Store.AppendAsync(session.Grown(2), SessionRecords.Events(2));

        Assert.Null(await Store.FindAsync(session.Id, Token));
    }

    [Fact]
    public async Task Delete_AmongAppendsUnderWay_KeepsItsPlace()
    {
        var sessions = Enumerable.Range(0, 20).Select(_ => SessionRecords.New()).ToArray();
        var calls = new List<Task>();
        foreach (var session in sessions)
        {
            calls.Add(Store.AppendAsync(session.Grown(1), SessionRecords.Events(1)));
            calls.Add(Store.AppendAsync(session.Grown(2), SessionRecords.Events(2)));
            calls.Add(Store.DeleteAsync(session.Id, Token));
            calls.Add(Store.AppendAsync(session.Grown(3), SessionRecords.Events(3)));
        }

        await Task.WhenAll(calls);

        Assert.Equal(0, await Store.CountAsync("local", Token));
        foreach (var session in sessions)
        {
            Assert.Empty(await SeqsAsync(session.Id));
        }
    }

    [Fact]
    public async Task Delete_LongLog_RemovesAll()
    {
        var session = await AppendedAsync(
            SessionRecords.New(),
            [.. Enumerable.Range(1, 2000).Select(seq => SessionRecords.Event(seq, turnId: "t"))]);

        await Store.DeleteAsync(session.Id, Token);

        Assert.Empty(await SeqsAsync(session.Id));
    }

    [Fact]
    public async Task Restart_KeepsRowsAndEvents()
    {
        var session = await AppendedAsync(
            SessionRecords.New() with { OpenTurns = 1 }, SessionRecords.Event(1, EventTypes.SessionCreated), SessionRecords.Event(2, turnId: "a"));

        await RestartAsync();

        Assert.Equal(session, await Store.FindAsync(session.Id, Token));
        Assert.Equal([1, 2], await SeqsAsync(session.Id));
        Assert.Equal([2], await SeqsAsync(new EventQuery(session.Id) { TurnId = "a" }));
        Assert.Equal([session.Id], await Store.FindUnfinishedAsync(Token));
        Assert.Equal(1, await Store.CountAsync("local", Token));
    }

    [Fact]
    public async Task Restart_WithCallsUnderWay_WritesThemFirst()
    {
        var session = SessionRecords.New();
        var calls = Enumerable.Range(1, 300).Select(seq => Store.AppendAsync(session.Grown(seq), SessionRecords.Events(seq))).ToArray();

        await RestartAsync();

        await Task.WhenAll(calls);
        Assert.Equal(300, (await SeqsAsync(session.Id)).Count);
    }

    [Fact]
    public async Task Restart_ThenAppend_GoesOnWhereTheLogEnded()
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Events(1, 2));
        await RestartAsync();

        await Store.AppendAsync(session.Grown(3), SessionRecords.Events(3));

        Assert.Equal([1, 2, 3], await SeqsAsync(session.Id));
    }

    [Fact]
    public async Task Delete_GivenUp_ThrowsAndCanBeRepeated()
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Event(1));
        using var givenUp = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await givenUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.DeleteAsync(session.Id, givenUp.Token));
        await Store.DeleteAsync(session.Id, Token);

        Assert.Null(await Store.FindAsync(session.Id, Token));
        Assert.Empty(await SeqsAsync(session.Id));
    }

    [Fact]
    public async Task Delete_SessionWithATurnIdOfAnother_LeavesTheOtherAlone()
    {
        var kept = await AppendedAsync(SessionRecords.New(), SessionRecords.Event(1, turnId: "t"));
        var gone = await AppendedAsync(SessionRecords.New(), SessionRecords.Event(1, turnId: "t"));

        await Store.DeleteAsync(gone.Id, Token);

        Assert.Equal([1], await SeqsAsync(new EventQuery(kept.Id) { TurnId = "t" }));
    }

    [Fact]
    public async Task Delete_RacingAppends_LeavesNothingBehind()
    {
        for (var round = 0; round < 10; round++)
        {
            var session = await AppendedAsync(SessionRecords.New() with { OpenTurns = 1 }, SessionRecords.Event(1));
            var appending = Enumerable.Range(2, 40).Select(seq => Task.Run(
                () => Store.AppendAsync(session.Grown(seq), SessionRecords.Events(seq)), Token)).ToArray();
            var deleting = Task.Run(() => Store.DeleteAsync(session.Id, Token), Token);

            await Task.WhenAll([.. appending, deleting]);

            Assert.Null(await Store.FindAsync(session.Id, Token));
            Assert.Empty(await SeqsAsync(session.Id));
        }

        Assert.Equal(0, await Store.CountAsync("local", Token));
        Assert.Empty(await Store.FindUnfinishedAsync(Token));
    }

    [Fact]
    public async Task Delete_RacingReads_ShowsTheWholeLogOrNone()
    {
        for (var round = 0; round < 10; round++)
        {
            var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Events(Enumerable.Range(1, 500).Select(seq => (long)seq)));
            var reading = Enumerable.Range(0, 16).Select(_ => Task.Run(() => SeqsAsync(session.Id), Token)).ToArray();
            var deleting = Task.Run(() => Store.DeleteAsync(session.Id, Token), Token);

            Assert.All(await Task.WhenAll(reading), seqs => Assert.True(seqs.Count is 0 or 500));
            await deleting;
        }
    }

    [Fact]
    public async Task Delete_ManyAtOnce_RemovesThoseAndNoOthers()
    {
        var sessions = Enumerable.Range(0, 60).Select(_ => SessionRecords.New()).ToArray();
        await Task.WhenAll(sessions.Select(session => Store.AppendAsync(session, SessionRecords.Events(1, 2, 3))));

        await Task.WhenAll(sessions[..40].SelectMany(session => new[]
        {
            Task.Run(() => Store.DeleteAsync(session.Id, Token), Token),
            Task.Run(() => Store.DeleteAsync(session.Id, Token), Token),
        }));

        Assert.Equal(
            sessions[40..].Select(session => session.Id).Order(StringComparer.Ordinal),
            (await IdsAsync("local", null, 100)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Restart_KeepsListsCountsAndUnfinished()
    {
        for (var i = 0; i < 12; i++)
        {
            await AppendedAsync(
                SessionRecords.New(owner: $"owner {i % 2}", updatedAt: SessionRecords.Start.AddTicks(i % 5)) with { OpenTurns = i % 3 },
                SessionRecords.Event(1));
        }

        var before = (await Store.ListAsync("owner 0", null, null, 10, Token), await Store.ListAsync("owner 1", null, null, 10, Token));
        var unfinished = await Store.FindUnfinishedAsync(Token);
        await RestartAsync();
        await RestartAsync();

        Assert.Equal(before.Item1, await Store.ListAsync("owner 0", null, null, 10, Token));
        Assert.Equal(before.Item2, await Store.ListAsync("owner 1", null, null, 10, Token));
        Assert.Equal(unfinished.Order(StringComparer.Ordinal), (await Store.FindUnfinishedAsync(Token)).Order(StringComparer.Ordinal));
        Assert.Equal(6, await Store.CountAsync("owner 1", Token));
    }

    [Fact]
    public async Task Restart_KeepsBytesAndTextsWhole()
    {
        byte[] json = [.. Enumerable.Range(0, 1 << 19).Select(value => (byte)value)];
        var session = await AppendedAsync(
            SessionRecords.New(updatedAt: SessionRecords.Start.AddTicks(3)) with { Title = "Gr\u00fc\u00dfe \ud83d\ude42\0'" },
            SessionRecords.Event(1, json: json));

        await RestartAsync();

        Assert.Equal(session, await Store.FindAsync(session.Id, Token));
        Assert.Equal(json, (await Store.ReadAsync(new(session.Id), Token))[0].Json.ToArray());
    }

    [Fact]
    public async Task Restart_KeepsWhatWasRefusedOut()
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Events(1, 2));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Store.AppendAsync(session with { Title = "Never" }, SessionRecords.Events(3, 2)));

        await RestartAsync();

        Assert.Equal(session, await Store.FindAsync(session.Id, Token));
        Assert.Equal([1, 2], await SeqsAsync(session.Id));
    }

    [Fact]
    public async Task Restart_WithADeletionUnderWay_CarriesItOutFirst()
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Event(1));
        var deleting = Store.DeleteAsync(session.Id, Token);

        await RestartAsync();

        await deleting;
        Assert.Null(await Store.FindAsync(session.Id, Token));
        Assert.Empty(await SeqsAsync(session.Id));
    }
}
