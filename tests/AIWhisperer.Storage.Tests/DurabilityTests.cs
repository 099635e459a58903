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
        var session = SessionRecords.New();
        var copy = _directory.File("copy.db");
        var logLengths = new List<long>();
        await using (var store = await SqliteStores.OpenAsync(_directory))
        {
            for (var seq = 1; seq <= 40; seq++)
            {
                await store.AppendAsync(session.Grown(seq), SessionRecords.Events(seq));
                logLengths.Add(new FileInfo(_directory.DatabasePath() + "-wal").Length);
            }

            File.Copy(_directory.DatabasePath(), copy);
            File.Copy(_directory.DatabasePath() + "-wal", copy + "-full");
        }

        var whole = await File.ReadAllBytesAsync(copy + "-full", Token);
        for (var i = 0; i < 12; i++)
        {
            var length = i == 0 ? whole.Length : RandomNumberGenerator.GetInt32(whole.Length);
            var torn = _directory.File($"torn{i}/test.db");
            Directory.CreateDirectory(Path.GetDirectoryName(torn)!);
            File.Copy(copy, torn);
            await File.WriteAllBytesAsync(torn + "-wal", whole[..length], Token);

            await using var store = await SqliteStores.OpenAsync(_directory, options => options.Path = torn);

            var complete = logLengths.Count(end => end <= length);
            var seqs = (await store.ReadAsync(new EventQuery(session.Id), Token)).Select(item => item.Seq);
            Assert.Equal(Enumerable.Range(1, complete).Select(seq => (long)seq), seqs);
            Assert.Equal(complete, (await store.FindAsync(session.Id, Token))?.LastSeq ?? 0);
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
}
