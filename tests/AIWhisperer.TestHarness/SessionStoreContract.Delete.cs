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
}
