using AIWhisperer.Core;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;

namespace AIWhisperer.Storage.Tests;

public sealed class MediumFailureTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();

    private SqliteSessionStore _store = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _store = await SqliteStores.OpenAsync(_directory);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Append_DiskFull_FailsKeepsNothingAndRecovers()
    {
        var session = SessionRecords.New();
        await _store.AppendAsync(session, SessionRecords.Events(1));
        var large = SessionRecords.Event(2, json: new byte[1 << 20]);
        _store.Writer.Connection!.Run("PRAGMA max_page_count = 1");

        var error = await Assert.ThrowsAsync<UnavailableException>(() => _store.AppendAsync(session.Grown(2), [large]));

        Assert.Equal(ErrorCodes.StorageUnavailable, error.Code);
        Assert.Contains("disk is full", error.Message, StringComparison.Ordinal);
        Assert.Equal(session, await _store.FindAsync(session.Id, Token));
        Assert.Single(await _store.ReadAsync(new EventQuery(session.Id), Token));

        _store.Writer.Connection!.Run("PRAGMA max_page_count = 1000000");
        await _store.AppendAsync(session.Grown(2), [large]);
        Assert.Equal(2, (await _store.ReadAsync(new EventQuery(session.Id), Token)).Count);
    }

    [Fact]
    public async Task Append_DiskFullForOneOfMany_KeepsThoseThatFit()
    {
        var small = SessionRecords.New();
        var large = SessionRecords.New();
        await _store.AppendAsync(small, []);
        _store.Writer.Connection!.Run("PRAGMA max_page_count = 1");
        using var other = new RawDatabase(_directory.DatabasePath());
        other.Run("BEGIN IMMEDIATE");

        var failing = _store.AppendAsync(large, [SessionRecords.Event(1, json: new byte[1 << 20])]);
        var fitting = _store.AppendAsync(small.Grown(1), SessionRecords.Events(1));
        other.Run("COMMIT");

        await Assert.ThrowsAsync<UnavailableException>(() => failing);
        await fitting;
        Assert.Equal(small.Grown(1), await _store.FindAsync(small.Id, Token));
        Assert.Null(await _store.FindAsync(large.Id, Token));
    }

    [Fact]
    public async Task Append_ConnectionCanNoLongerWrite_FailsOnceThenGoesOnWithANewOne()
    {
        var session = SessionRecords.New();
        await _store.AppendAsync(session, SessionRecords.Events(1));
        var broken = _store.Writer.Connection!;
        broken.Run("PRAGMA query_only = ON");

        await Assert.ThrowsAsync<UnavailableException>(() => _store.AppendAsync(session.Grown(2), SessionRecords.Events(2)));
        await _store.AppendAsync(session.Grown(3), SessionRecords.Events(3));

        Assert.NotSame(broken, _store.Writer.Connection);
        Assert.Equal([1, 3], (await _store.ReadAsync(new EventQuery(session.Id), Token)).Select(item => item.Seq));
    }

    [Fact]
    public async Task Append_DatabaseGoneAndBack_FailsMeanwhileAndNeverStartsAnEmptyOne()
    {
        var session = SessionRecords.New();
        await _store.AppendAsync(session, SessionRecords.Events(1));
        var folder = Path.GetDirectoryName(_directory.DatabasePath())!;
        _store.Writer.Connection!.Run("PRAGMA query_only = ON");
        Directory.Move(folder, folder + "-away");

        await Assert.ThrowsAsync<UnavailableException>(() => _store.AppendAsync(session.Grown(2), SessionRecords.Events(2)));
        var error = await Assert.ThrowsAsync<UnavailableException>(() => _store.AppendAsync(session.Grown(3), SessionRecords.Events(3)));
        Assert.Equal(ErrorCodes.StorageUnavailable, error.Code);

        Directory.Move(folder + "-away", folder);
        await _store.AppendAsync(session.Grown(4), SessionRecords.Events(4));
        Assert.Equal([1, 4], (await _store.ReadAsync(new EventQuery(session.Id), Token)).Select(item => item.Seq));
    }
}
