using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;

namespace AIWhisperer.Storage.Tests;

/// <summary>The tests hold the write lock while they make their calls, so that what waits together is certain.</summary>
public sealed class GroupCommitTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();

    private SqliteSessionStore _store = null!;
    private RawDatabase _other = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await SqliteStores.OpenAsync(_directory, options => options.LockTimeout = TimeSpan.FromMinutes(1));
        _other = new RawDatabase(_directory.DatabasePath());
    }

    public async ValueTask DisposeAsync()
    {
        _other.Dispose();
        await _store.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Append_ManyWaiting_ShareACommit()
    {
        var before = _store.Writer.Commits;

        await WhileLockedAsync(() => Enumerable.Range(0, 1000)
            .Select(_ => _store.AppendAsync(SessionRecords.New(), SessionRecords.Events(1, 2))));

        Assert.InRange(_store.Writer.Commits - before, 1, 4);
        Assert.Equal(1000, await _store.CountAsync("local", Token));
    }

    [Fact]
    public async Task Append_OneBadAmongManyWaiting_FailsAlone()
    {
        var stored = SessionRecords.New();
        await _store.AppendAsync(stored, SessionRecords.Events(1));
        Task bad = Task.CompletedTask;

        await WhileLockedAsync(() => Enumerable.Range(0, 20).Select(i =>
        {
            if (i == 10)
            {
                bad = _store.AppendAsync(stored with { Title = "Never" }, SessionRecords.Events(2, 1));
            }

            return _store.AppendAsync(SessionRecords.New(), SessionRecords.Events(1));
        }));

        await Assert.ThrowsAsync<InvalidOperationException>(() => bad);
        Assert.Equal(21, await _store.CountAsync("local", Token));
        Assert.Equal(stored, await _store.FindAsync(stored.Id, Token));
    }

    [Fact]
    public async Task Append_ListThatThrows_FailsAlone()
    {
        Task bad = Task.CompletedTask;

        await WhileLockedAsync(() => Enumerable.Range(0, 3).Select(i =>
        {
            if (i == 1)
            {
                bad = _store.AppendAsync(SessionRecords.New(), [null!]);
            }

            return _store.AppendAsync(SessionRecords.New(), []);
        }));

        await Assert.ThrowsAsync<NullReferenceException>(() => bad);
        Assert.Equal(3, await _store.CountAsync("local", Token));
    }

    [Fact]
    public async Task Append_OneSessionManyTimesInAGroup_KeepsEveryEventAndTheLastRow()
    {
        var session = SessionRecords.New();

        await WhileLockedAsync(() => Enumerable.Range(1, 100)
            .Select(seq => _store.AppendAsync(session.Grown(seq) with { OpenTurns = 100 - seq }, SessionRecords.Events(seq))));

        Assert.Equal(session.Grown(100), await _store.FindAsync(session.Id, Token));
        Assert.Equal(100, (await _store.ReadAsync(new EventQuery(session.Id), Token)).Count);
    }

    [Fact]
    public async Task Append_MoreThanTheQueueHolds_WaitsAndKeepsItsOrder()
    {
        var session = SessionRecords.New();

        await WhileLockedAsync(() => Enumerable.Range(1, 6000)
            .Select(seq => _store.AppendAsync(session.Grown(seq), SessionRecords.Events(seq))));

        Assert.Equal(session.Grown(6000), await _store.FindAsync(session.Id, Token));
        Assert.Equal(6000, (await _store.ReadAsync(new EventQuery(session.Id), Token)).Count);
    }

    private async Task WhileLockedAsync(Func<IEnumerable<Task>> calls)
    {
        _other.Run("BEGIN IMMEDIATE");
        var waiting = calls().ToArray();
        Assert.DoesNotContain(waiting, call => call.IsCompleted);
        _other.Run("COMMIT");
        await Task.WhenAll(waiting);
    }
}
