using AIWhisperer.Core;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Disk;
using Microsoft.Extensions.Logging;

namespace AIWhisperer.Storage.Tests;

/// <summary>The store on a disk that fails. The clock stands still, so the store looks after its disk only when a test lets it.</summary>
public sealed class MediumFailureTests : IAsyncLifetime
{
    private static readonly TimeSpan s_probeInterval = TimeSpan.FromSeconds(1);

    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly RecordingLogger _log = new();
    private readonly FaultyDisk _disk;
    private readonly ManualResetEventSlim _goOn = new();

    private SqliteSessionStore _store = null!;

    public MediumFailureTests() => _disk = new FaultyDisk(Path.GetDirectoryName(_directory.DatabasePath())!);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await SqliteStores.OpenAsync(_directory, logger: _log, clock: _clock);
        await _log.UntilAsync("Sessions are stored");
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _disk.Dispose();
        _goOn.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(DiskFault.FlushFailed, ErrorCodes.StorageFailed, "disk reports an error")]
    [InlineData(DiskFault.Full, ErrorCodes.StorageFull, "disk is full")]
    public async Task Flush_Fails_RefusesWritesAndReadsOn(int fault, string code, string message)
    {
        var session = await AppendedAsync();
        _disk.Flush = () => fault;

        var error = await Assert.ThrowsAsync<UnavailableException>(() => _store.AppendAsync(session.Grown(2), SessionRecords.Events(2)));

        Assert.Equal(code, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_directory.Path, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.RetryAfter);
        Assert.Equal(session, await _store.FindAsync(session.Id, Token));
        Assert.Single(await _store.ReadAsync(new EventQuery(session.Id), Token));
        Assert.Equal(code, (await Assert.ThrowsAsync<UnavailableException>(() => _store.CheckAsync(Token))).Code);
        Assert.Equal(code, (await Assert.ThrowsAsync<UnavailableException>(() => _store.DeleteAsync(session.Id, Token))).Code);
    }

    [Theory]
    [InlineData(DiskFault.WriteFailed, ErrorCodes.StorageFailed)]
    [InlineData(DiskFault.Full, ErrorCodes.StorageFull)]
    public async Task Write_Fails_RefusesAtOnceAndRecoversByItself(int fault, string code)
    {
        var session = await AppendedAsync();
        _disk.Write = () => fault;
        await Assert.ThrowsAsync<UnavailableException>(() => _store.AppendAsync(session.Grown(2), SessionRecords.Events(2)));

        var atOnce = _store.AppendAsync(session.Grown(3), SessionRecords.Events(3));
        Assert.True(atOnce.IsFaulted);
        Assert.Equal(code, (await Assert.ThrowsAsync<UnavailableException>(() => atOnce)).Code);

        _disk.Repair();
        await ProbeAsync();
        var lines = await _log.UntilAsync("works again after");

        await _store.CheckAsync(Token);
        await _store.AppendAsync(session.Grown(4), SessionRecords.Events(4));
        Assert.Equal([1, 4], await SeqsAsync(_store, session.Id));
        Assert.Equal([LogLevel.Error, LogLevel.Information], lines.Select(line => line.Level));
        Assert.Contains(code, lines[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_WhileTheDiskIsIll_RefusesOnAndSaysNoMore()
    {
        var session = await AppendedAsync();
        _disk.Flush = () => DiskFault.FlushFailed;
        await Assert.ThrowsAsync<UnavailableException>(() => _store.AppendAsync(session.Grown(2), SessionRecords.Events(2)));
        for (var seq = 3; seq <= 6; seq++)
        {
            await ProbeAsync();
            await _clock.WaitForTimersAsync(1, Token);
            Assert.True(_store.AppendAsync(session.Grown(seq), SessionRecords.Events(seq)).IsFaulted);
        }

        _disk.Repair();
        await ProbeAsync();

        Assert.Single(await _log.UntilAsync("works again after"), line => line.Level == LogLevel.Error);
        await _store.AppendAsync(session.Grown(7), SessionRecords.Events(7));
        Assert.Equal([1, 7], await SeqsAsync(_store, session.Id));
    }

    [Fact]
    public async Task Flush_Fails_EverythingThatWaitsFails()
    {
        var session = await AppendedAsync();
        _disk.Flush = () =>
        {
            _goOn.Wait(Token);
            return DiskFault.FlushFailed;
        };
        var calls = Enumerable.Range(2, 2000).Select(seq => _store.AppendAsync(session.Grown(seq), SessionRecords.Events(seq))).ToArray();

        _goOn.Set();

        foreach (var call in calls)
        {
            Assert.Equal(ErrorCodes.StorageFailed, (await Assert.ThrowsAsync<UnavailableException>(() => call)).Code);
        }

        Assert.Equal([1], await SeqsAsync(_store, session.Id));
    }

    /// <summary>
    /// A commit that was written but not flushed is whole in the log. A server that is killed then, or has no connection open for a
    /// moment, must not find it there: it was refused.
    /// </summary>
    [Fact]
    public async Task Flush_Fails_TheRefusedCommitNeverAppears()
    {
        var session = await AppendedAsync();
        _disk.Flush = () => DiskFault.FlushFailed;
        await Assert.ThrowsAsync<UnavailableException>(() => _store.AppendAsync(session.Grown(2), SessionRecords.Events(2)));

        Assert.Equal([1], await SeqsAfterAKillAsync(session.Id));

        await _store.DisposeAsync();
        _disk.Repair();
        await using var restarted = await SqliteStores.OpenAsync(_directory);
        Assert.Equal([1], await SeqsAsync(restarted, session.Id));
        Assert.Equal(session, await restarted.FindAsync(session.Id, Token));
    }

    /// <summary>Fails the disk's operations one after another, each once, and holds what was told against what is there.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AnyOperation_FailsOnce_KeepsExactlyWhatWasAcknowledged(bool flush)
    {
        var session = SessionRecords.New();
        var acknowledged = new List<long>();
        var seq = 0L;
        for (var point = 1; point <= 24; point++)
        {
            // A commit is one flush and about eight writes.
            var operations = 0;
            int FailOne() => Interlocked.Increment(ref operations) == (flush ? point : 3 * point)
                ? flush ? DiskFault.FlushFailed : DiskFault.WriteFailed
                : DiskFault.None;
            if (flush)
            {
                _disk.Flush = FailOne;
            }
            else
            {
                _disk.Write = FailOne;
            }

            var isRefused = false;
            while (!isRefused)
            {
                seq++;
                try
                {
                    await _store.AppendAsync(session.Grown(seq), [SessionRecords.Event(seq, json: new byte[9000])]);
                    acknowledged.Add(seq);
                }
                catch (UnavailableException)
                {
                    isRefused = true;
                }
            }

            Assert.Equal(acknowledged, await SeqsAsync(_store, session.Id));
            Assert.Equal(acknowledged, await SeqsAfterAKillAsync(session.Id));
            await ProbeAsync();
            await _log.UntilAsync("works again after");
        }

        Assert.True(acknowledged.Count > 24);
        Assert.Equal(acknowledged, await SeqsAsync(_store, session.Id));
        Assert.Null(_store.Writer.Connection.FindDamage());
    }

    [Fact]
    public async Task Flush_IsSlow_ReadsGoOn()
    {
        var session = await AppendedAsync();
        _disk.Flush = () =>
        {
            _goOn.Wait(Token);
            return DiskFault.None;
        };

        var slow = _store.AppendAsync(session.Grown(2), SessionRecords.Events(2));
        Assert.Equal([1], await SeqsAsync(_store, session.Id));
        Assert.Equal([session], await _store.ListAsync("local", null, null, 10, Token));
        await _store.CheckAsync(Token);
        Assert.False(slow.IsCompleted);

        _goOn.Set();
        await slow;
        Assert.Equal([1, 2], await SeqsAsync(_store, session.Id));
    }

    [Fact]
    public async Task Append_ConnectionCanNoLongerWrite_GoesOnWithANewOne()
    {
        var session = await AppendedAsync();
        var broken = _store.Writer.Connection;
        broken.Run("PRAGMA query_only = ON");

        await Assert.ThrowsAsync<UnavailableException>(() => _store.AppendAsync(session.Grown(2), SessionRecords.Events(2)));
        await ProbeAsync();
        await _log.UntilAsync("works again after");
        await _store.AppendAsync(session.Grown(3), SessionRecords.Events(3));

        Assert.NotSame(broken, _store.Writer.Connection);
        Assert.Equal([1, 3], await SeqsAsync(_store, session.Id));
    }

    [Fact]
    public async Task Append_DatabaseGoneAndBack_FailsMeanwhileAndNeverStartsAnEmptyOne()
    {
        var session = await AppendedAsync();
        var folder = Path.GetDirectoryName(_directory.DatabasePath())!;
        _store.Writer.Connection.Run("PRAGMA query_only = ON");
        Directory.Move(folder, folder + "-away");

        await Assert.ThrowsAsync<UnavailableException>(() => _store.AppendAsync(session.Grown(2), SessionRecords.Events(2)));
        await ProbeAsync();
        await _clock.WaitForTimersAsync(1, Token);
        Assert.True(_store.AppendAsync(session.Grown(3), SessionRecords.Events(3)).IsFaulted);
        Assert.False(Directory.Exists(folder));

        Directory.Move(folder + "-away", folder);
        await ProbeAsync();
        await _log.UntilAsync("works again after");
        await _store.AppendAsync(session.Grown(4), SessionRecords.Events(4));
        Assert.Equal([1, 4], await SeqsAsync(_store, session.Id));
    }

    [Fact]
    public async Task Dispose_WhileTheDiskIsIll_Ends()
    {
        var session = await AppendedAsync();
        _disk.Write = () => DiskFault.Full;
        await Assert.ThrowsAsync<UnavailableException>(() => _store.AppendAsync(session.Grown(2), SessionRecords.Events(2)));

        await _store.DisposeAsync();

        _disk.Repair();
        await using var restarted = await SqliteStores.OpenAsync(_directory);
        Assert.Equal([1], await SeqsAsync(restarted, session.Id));
    }

    private static async Task<IEnumerable<long>> SeqsAsync(SqliteSessionStore store, string sessionId) =>
        (await store.ReadAsync(new EventQuery(sessionId), Token)).Select(item => item.Seq);

    /// <summary>What a server would find that started now, this one being killed.</summary>
    private async Task<IEnumerable<long>> SeqsAfterAKillAsync(string sessionId)
    {
        using var copy = new TemporaryDirectory();
        Directory.CreateDirectory(Path.GetDirectoryName(copy.DatabasePath())!);
        foreach (var end in (string[])["", "-wal"])
        {
            File.Copy(_directory.DatabasePath() + end, copy.DatabasePath() + end);
        }

        await using var store = await SqliteStores.OpenAsync(copy);
        return await SeqsAsync(store, sessionId);
    }

    private async Task<SessionRecord> AppendedAsync()
    {
        var session = SessionRecords.New();
        await _store.AppendAsync(session, SessionRecords.Events(1));
        return session;
    }

    /// <summary>Lets the time pass after which the store looks after its disk again.</summary>
    private async Task ProbeAsync()
    {
        await _clock.WaitForTimersAsync(1, Token);
        _clock.Advance(s_probeInterval);
    }
}
