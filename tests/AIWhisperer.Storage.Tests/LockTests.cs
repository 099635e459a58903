using AIWhisperer.Core;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using Microsoft.Extensions.Logging;

namespace AIWhisperer.Storage.Tests;

public sealed class LockTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("BEGIN IMMEDIATE")]
    [InlineData("BEGIN EXCLUSIVE")]
    public async Task Append_LockHeldElsewhereForLong_FailsAndKeepsNothing(string begin)
    {
        var log = new RecordingLogger();
        await using var store = await SqliteStores.OpenAsync(
            _directory, options => options.LockTimeout = TimeSpan.FromMilliseconds(200), log);
        var session = SessionRecords.New();
        using var other = new RawDatabase(_directory.DatabasePath());
        other.Run(begin);

        var calls = Enumerable.Range(1, 5).Select(seq => store.AppendAsync(session.Grown(seq), SessionRecords.Events(seq))).ToArray();
        foreach (var call in calls)
        {
            var error = await Assert.ThrowsAsync<UnavailableException>(() => call);
            Assert.Equal(ErrorCodes.StorageUnavailable, error.Code);
            Assert.Contains("locked by another program", error.Message, StringComparison.Ordinal);
            Assert.NotNull(error.RetryAfter);
        }

        other.Run("COMMIT");
        Assert.Null(await store.FindAsync(session.Id, Token));
        await store.AppendAsync(session.Grown(6), SessionRecords.Events(6));
        Assert.Equal(session.Grown(6), await store.FindAsync(session.Id, Token));
        Assert.Single(await log.UntilAsync("no longer locked"), line => line.Level == LogLevel.Error);
    }

    [Fact]
    public async Task Append_LockHeldByAnotherProcess_FailsUntilThatIsGone()
    {
        await using var store = await SqliteStores.OpenAsync(_directory, options => options.LockTimeout = TimeSpan.FromMilliseconds(200));
        var session = SessionRecords.New();
        await store.AppendAsync(session, SessionRecords.Events(1));
        using var other = await StoreProcess.StartLockHolderAsync(_directory.DatabasePath());

        var error = await Assert.ThrowsAsync<UnavailableException>(() => store.AppendAsync(session.Grown(2), SessionRecords.Events(2)));
        Assert.Equal(ErrorCodes.StorageUnavailable, error.Code);
        Assert.Equal(session, await store.FindAsync(session.Id, Token));
        await store.CheckAsync(Token);

        await other.KillAsync();
        await store.AppendAsync(session.Grown(3), SessionRecords.Events(3));
        Assert.Equal([1, 3], (await store.ReadAsync(new EventQuery(session.Id), Token)).Select(item => item.Seq));
    }

    [Fact]
    public async Task Append_LockGivenBackInTime_Works()
    {
        await using var store = await SqliteStores.OpenAsync(_directory, options => options.LockTimeout = TimeSpan.FromMinutes(1));
        var session = SessionRecords.New();
        using var other = new RawDatabase(_directory.DatabasePath());
        other.Run("BEGIN IMMEDIATE");

        var call = store.AppendAsync(session, SessionRecords.Events(1));
        Assert.False(call.IsCompleted);
        other.Run("COMMIT");
        await call;

        Assert.Equal(session, await store.FindAsync(session.Id, Token));
    }

    [Fact]
    public async Task Read_WhileAWriteIsUnderWay_DoesNotWait()
    {
        await using var store = await SqliteStores.OpenAsync(_directory, options => options.LockTimeout = TimeSpan.FromMinutes(1));
        var session = SessionRecords.New();
        await store.AppendAsync(session, SessionRecords.Events(1));
        using var other = new RawDatabase(_directory.DatabasePath());
        other.Run("BEGIN IMMEDIATE; DELETE FROM events");
        var waiting = store.AppendAsync(session.Grown(2), SessionRecords.Events(2));

        Assert.Equal(session, await store.FindAsync(session.Id, Token));
        Assert.Single(await store.ReadAsync(new EventQuery(session.Id), Token));
        Assert.False(waiting.IsCompleted);

        other.Run("ROLLBACK");
        await waiting;
    }

    [Fact]
    public async Task Initialize_FileInUseByThisProcess_IsRefusedByName()
    {
        await using var first = await SqliteStores.OpenAsync(_directory);

        var error = await Assert.ThrowsAsync<UnavailableException>(() => SqliteStores.OpenAsync(_directory));

        Assert.Contains("Another server", error.Message, StringComparison.Ordinal);
        Assert.Contains(_directory.DatabasePath(), error.Message, StringComparison.Ordinal);
        await first.AppendAsync(SessionRecords.New(), SessionRecords.Events(1));
    }

    [Fact]
    public async Task Initialize_FileInUseByAnotherProcess_IsRefusedUntilThatIsKilled()
    {
        using var server = await StoreProcess.StartAsync(_directory.DatabasePath(), RandomId.New());

        await Assert.ThrowsAsync<UnavailableException>(() => SqliteStores.OpenAsync(_directory));

        await server.ReadAcknowledgementsAsync(1);
        await server.KillAsync();
        await using var store = await SqliteStores.OpenAsync(_directory);
        Assert.Equal(1, await store.CountAsync("local", Token));
    }

    [Fact]
    public async Task Initialize_AfterADispose_Opens()
    {
        await using (await SqliteStores.OpenAsync(_directory))
        {
        }

        await using var again = await SqliteStores.OpenAsync(_directory);
        Assert.Equal(0, await again.CountAsync("local", Token));
    }

    [Fact]
    public async Task Initialize_DatabaseLockedByAnotherProgram_IsRefused()
    {
        await using (await SqliteStores.OpenAsync(_directory))
        {
        }

        using var other = new RawDatabase(_directory.DatabasePath());
        other.Run("BEGIN IMMEDIATE");

        var error = await Assert.ThrowsAsync<UnavailableException>(
            () => SqliteStores.OpenAsync(_directory, options => options.LockTimeout = TimeSpan.FromMilliseconds(100)));

        Assert.Contains("locked by another program", error.Message, StringComparison.Ordinal);
    }
}
