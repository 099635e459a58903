using System.Security.Cryptography;
using AIWhisperer.Core;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;

namespace AIWhisperer.Storage.Tests;

public sealed class DurabilityTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Kill_AtAnyMoment_LosesNothingAcknowledged()
    {
        string[] sessions = [RandomId.New(), RandomId.New(), RandomId.New(), RandomId.New()];
        for (var cycle = 0; cycle < 6; cycle++)
        {
            using var server = await StoreProcess.StartAsync(_directory.DatabasePath(), sessions);
            await server.ReadAcknowledgementsAsync(RandomNumberGenerator.GetInt32(50, 500));
            await server.KillAsync();

            await using var store = await SqliteStores.OpenAsync(_directory);
            Assert.NotEmpty(server.Acknowledged);
            foreach (var (session, acknowledged) in server.Acknowledged)
            {
                var seqs = (await store.ReadAsync(new EventQuery(session), Token)).Select(item => item.Seq).ToArray();
                Assert.Equal(Enumerable.Range(1, seqs.Length).Select(seq => (long)seq), seqs);
                Assert.Subset(seqs.ToHashSet(), acknowledged);
                Assert.Equal(seqs.Length, (await store.FindAsync(session, Token))!.LastSeq);
            }
        }
    }

    /// <summary>The system itself refuses to write here; the other tests of a failing medium stand between SQLite and the system.</summary>
    [Fact]
    public async Task FileSizeLimit_UntilItIsLifted_LosesNothingAcknowledgedAndKeepsNothingRefused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lets another process lift the limit.");
        string[] sessions = [RandomId.New(), RandomId.New(), RandomId.New(), RandomId.New()];
        using var server = await StoreProcess.StartWithFileSizeLimitAsync(2048, _directory.DatabasePath(), sessions);
        await server.ReadRefusalAsync();
        await server.LiftFileSizeLimitAsync();
        await server.ReadAcknowledgementsAsync(500);
        await server.KillAsync();

        await using var store = await SqliteStores.OpenAsync(_directory);
        Assert.Equal([ErrorCodes.StorageFailed], server.Codes);
        foreach (var session in sessions)
        {
            var seqs = (await store.ReadAsync(new EventQuery(session), Token)).Select(item => item.Seq).ToHashSet();
            Assert.Subset(seqs, server.Acknowledged[session]);
            Assert.Empty(seqs.Intersect(server.Refused.GetValueOrDefault(session, [])));
        }
    }

    [Fact]
    public async Task TornLog_CutAnywhere_StartsWithAllCompleteCommits()
    {
        var log = await WriteLogAsync();
        var cuts = log.Ends.SelectMany(end => new[] { end - 1, end })
            .Concat([0, 1, 31, 32, 33])
            .Concat(Enumerable.Range(0, 12).Select(_ => (long)RandomNumberGenerator.GetInt32(log.Bytes.Length)));
        foreach (var cut in cuts)
        {
            await AssertKeepsAsync(log, log.Bytes[..(int)cut], log.Ends.Count(end => end <= cut));
        }
    }

    [Fact]
    public async Task DamagedLog_ByteFlippedInACommit_StartsWithAllCommitsBefore()
    {
        var log = await WriteLogAsync();
        foreach (var at in Enumerable.Range(0, 40).Select(_ => RandomNumberGenerator.GetInt32(32, log.Bytes.Length)))
        {
            var damaged = log.Bytes.ToArray();
            damaged[at] ^= 0x10;

            await AssertKeepsAsync(log, damaged, log.Ends.Count(end => end <= at));
        }
    }

    /// <summary>A kill leaves the system's file cache whole, so the test by kills cannot see whether commits are flushed to the disk.</summary>
    [Fact]
    public async Task Writer_FlushesEveryCommit()
    {
        await using var store = await SqliteStores.OpenAsync(_directory);

        Assert.Equal("wal", store.Writer.Connection!.Text("PRAGMA journal_mode"));
        Assert.Equal(2, store.Writer.Connection!.Scalar("PRAGMA synchronous"));
    }

    [Fact]
    public async Task Dispose_FoldsTheLogIntoTheDatabase()
    {
        await using (var store = await SqliteStores.OpenAsync(_directory))
        {
            await store.AppendAsync(SessionRecords.New(), SessionRecords.Events(1));
            Assert.True(new FileInfo(_directory.DatabasePath() + "-wal").Length > 0);
        }

        Assert.False(File.Exists(_directory.DatabasePath() + "-wal"));
    }

    [Fact]
    public async Task Dispose_ThenAnyCall_IsRefused()
    {
        var store = await SqliteStores.OpenAsync(_directory);
        await store.DisposeAsync();
        await store.DisposeAsync();

        await Assert.ThrowsAsync<UnavailableException>(() => store.AppendAsync(SessionRecords.New(), []));
        await Assert.ThrowsAsync<UnavailableException>(() => store.DeleteAsync("any", Token));
        await Assert.ThrowsAsync<UnavailableException>(() => store.FindAsync("any", Token));
    }

    /// <summary>A database with forty commits that are in its log only.</summary>
    private async Task<WrittenLog> WriteLogAsync()
    {
        var session = SessionRecords.New();
        var ends = new List<long>();
        await using var store = await SqliteStores.OpenAsync(_directory);
        var path = _directory.DatabasePath();
        for (var seq = 1; seq <= 40; seq++)
        {
            await store.AppendAsync(session.Grown(seq), SessionRecords.Events(seq));
            ends.Add(new FileInfo(path + "-wal").Length);
        }

        return new WrittenLog(session.Id, await File.ReadAllBytesAsync(path, Token), await File.ReadAllBytesAsync(path + "-wal", Token), ends);
    }

    private static async Task AssertKeepsAsync(WrittenLog log, byte[] found, int commits)
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(Path.GetDirectoryName(directory.DatabasePath())!);
        await File.WriteAllBytesAsync(directory.DatabasePath(), log.Database, Token);
        await File.WriteAllBytesAsync(directory.DatabasePath() + "-wal", found, Token);

        await using var store = await SqliteStores.OpenAsync(directory);

        var seqs = (await store.ReadAsync(new EventQuery(log.SessionId), Token)).Select(item => item.Seq);
        Assert.Equal(Enumerable.Range(1, commits).Select(seq => (long)seq), seqs);
        Assert.Equal(commits, (await store.FindAsync(log.SessionId, Token))?.LastSeq ?? 0);
    }

    private sealed record WrittenLog(string SessionId, byte[] Database, byte[] Bytes, IReadOnlyList<long> Ends);
}
