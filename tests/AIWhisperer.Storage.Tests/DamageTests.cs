using AIWhisperer.Core;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Disk;
using Microsoft.Extensions.Logging;

namespace AIWhisperer.Storage.Tests;

public sealed class DamageTests : IDisposable
{
    private const int PageSize = 4096;

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Initialize_FileThatIsNoDatabase_IsRefusedAndLeftAlone()
    {
        var path = _directory.DatabasePath();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var text = string.Concat(Enumerable.Repeat("This is a letter, not a database.\n", 100));
        await File.WriteAllTextAsync(path, text, Token);

        var error = await SqliteStores.RefusedAsync(_directory);

        Assert.Contains("is not a SQLite database", error.Message, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(path, Token));
    }

    [Fact]
    public async Task Initialize_DamagedPages_AreRefused()
    {
        await DamageAsync(firstPage: 3);

        var error = await SqliteStores.RefusedAsync(_directory);

        Assert.Contains("is damaged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Initialize_CutFile_IsRefused()
    {
        await SqliteStores.FillAsync(_directory);
        using (var file = File.OpenWrite(_directory.DatabasePath()))
        {
            file.SetLength(file.Length / 2);
        }

        var error = await SqliteStores.RefusedAsync(_directory);

        Assert.Contains("is damaged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_DamageFoundLater_IsUnavailableNotACrash()
    {
        var sessions = await DamageAsync(firstPage: 12);
        await using var store = await SqliteStores.OpenAsync(_directory, options => options.CheckOnStart = false);

        var errors = new List<UnavailableException>();
        foreach (var session in sessions)
        {
            try
            {
                await store.ReadAsync(new EventQuery(session.Id), Token);
            }
            catch (UnavailableException error)
            {
                errors.Add(error);
            }
        }

        Assert.NotEmpty(errors);
        Assert.All(errors, error => Assert.Equal(ErrorCodes.StorageFailed, error.Code));
        Assert.All(errors, error => Assert.Contains("is damaged", error.Message, StringComparison.Ordinal));
        Assert.Null(await store.FindAsync(RandomId.New(), Token));
    }

    [Fact]
    public async Task Initialize_ByteFlippedInThePlanOfAnyPage_IsRefused()
    {
        // SQLite has no checksum over what a page holds; it does see that a page's plan is not one.
        await SqliteStores.FillAsync(_directory);
        var path = _directory.DatabasePath();
        var whole = await File.ReadAllBytesAsync(path, Token);
        for (var page = 0; page < whole.Length / PageSize; page++)
        {
            var damaged = whole.ToArray();
            damaged[(page * PageSize) + (page == 0 ? 100 : 0)] ^= 0xFF;
            await File.WriteAllBytesAsync(path, damaged, Token);

            var error = await SqliteStores.RefusedAsync(_directory);
            Assert.Contains("is damaged", error.Message, StringComparison.Ordinal);
            Assert.Contains("Restore it from a copy", error.Message, StringComparison.Ordinal);
        }

        await File.WriteAllBytesAsync(path, whole, Token);
        await using var store = await SqliteStores.OpenAsync(_directory);
        Assert.Equal(20, await store.CountAsync("local", Token));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Initialize_LogWithoutItsDatabase_IsRefusedAndTheLogLeftAlone(bool isEmpty)
    {
        var path = _directory.DatabasePath();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path + "-wal", new byte[5000], Token);
        if (isEmpty)
        {
            await File.WriteAllBytesAsync(path, [], Token);
        }

        var error = await SqliteStores.RefusedAsync(_directory);

        Assert.Contains("its log", error.Message, StringComparison.Ordinal);
        Assert.Equal(5000, new FileInfo(path + "-wal").Length);
    }

    [Fact]
    public async Task Append_MeetsDamage_OnlyReadsFromThenOn()
    {
        var sessions = await DamageAsync(firstPage: 3);
        var clock = new ManualTimeProvider();
        var log = new RecordingLogger();
        await using var store = await SqliteStores.OpenAsync(_directory, options => options.CheckOnStart = false, log, clock);

        var error = await Assert.ThrowsAsync<UnavailableException>(async () =>
        {
            foreach (var session in sessions)
            {
                await store.AppendAsync(session.Grown(21), SessionRecords.Events(21));
            }
        });

        Assert.Equal(ErrorCodes.StorageFailed, error.Code);
        Assert.Contains("is damaged", error.Message, StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.True(store.AppendAsync(SessionRecords.New(), []).IsFaulted);
        await Assert.ThrowsAsync<UnavailableException>(() => store.CheckAsync(Token));
    }

    [Fact]
    public async Task DiskError_ThatLeftDamage_IsFoundBeforeWritingGoesOn()
    {
        using var disk = new FaultyDisk(Path.GetDirectoryName(_directory.DatabasePath())!);
        await SqliteStores.FillAsync(_directory);
        var clock = new ManualTimeProvider();
        var log = new RecordingLogger();
        await using var store = await SqliteStores.OpenAsync(_directory, logger: log, clock: clock);
        disk.Flush = () => DiskFault.FlushFailed;
        await Assert.ThrowsAsync<UnavailableException>(() => store.AppendAsync(SessionRecords.New(), SessionRecords.Events(1)));

        await OverwriteAsync(firstPage: 3);
        disk.Repair();
        await clock.WaitForTimersAsync(1, Token);
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(LogLevel.Error, (await log.UntilAsync("is damaged"))[^1].Level);
        var error = await Assert.ThrowsAsync<UnavailableException>(() => store.AppendAsync(SessionRecords.New(), SessionRecords.Events(1)));
        Assert.Contains("is damaged", error.Message, StringComparison.Ordinal);
        Assert.Null(error.RetryAfter);
    }

    private async Task<SessionRecord[]> DamageAsync(int firstPage)
    {
        var sessions = await SqliteStores.FillAsync(_directory);
        await OverwriteAsync(firstPage);
        return sessions;
    }

    private async Task OverwriteAsync(int firstPage)
    {
        using var file = new FileStream(_directory.DatabasePath(), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        Assert.True(file.Length > (firstPage + 8) * PageSize);
        file.Position = (firstPage - 1) * PageSize;
        var garbage = new byte[8 * PageSize];
        Array.Fill(garbage, (byte)0xA5);
        await file.WriteAsync(garbage, Token);
    }
}
