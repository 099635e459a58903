using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Disk;

namespace AIWhisperer.Storage.Tests;

public sealed class StartTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Initialize_NewFile_IsForItsOwnerAlone()
    {
        await using var store = await SqliteStores.OpenAsync(_directory);
        await store.AppendAsync(SessionRecords.New(), SessionRecords.Events(1));

        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other rights.");
#pragma warning disable CA1416 // Skipped on Windows above.
        const UnixFileMode Others = (UnixFileMode)0b111_111;
        var path = _directory.DatabasePath();
        Assert.All(
            [Path.GetDirectoryName(path)!, path, path + "-wal", path + "-shm", path + ".lock"],
            file => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(file) & Others));
#pragma warning restore CA1416
    }

    [Fact]
    public async Task Initialize_FolderThatCannotBeMade_IsRefused()
    {
        await File.WriteAllTextAsync(_directory.File("store"), "a file where the folder should be", Token);

        await SqliteStores.RefusedAsync(_directory);
    }

    [Fact]
    public async Task Initialize_FolderInPlaceOfTheFile_IsRefused()
    {
        Directory.CreateDirectory(_directory.DatabasePath());

        var error = await SqliteStores.RefusedAsync(_directory);

        Assert.Contains("is a folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Initialize_FileThatMayNotBeOpened_IsRefusedWithTheRemedy()
    {
        using var disk = new FaultyDisk(Path.GetDirectoryName(_directory.DatabasePath())!);
        disk.Open = () => DiskFault.CannotOpen;

        var error = await SqliteStores.RefusedAsync(_directory);

        Assert.Contains("Give the server's account the right to", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Initialize_EmptyFile_StartsEmpty()
    {
        // What a server leaves behind that is killed while it makes the file.
        Directory.CreateDirectory(Path.GetDirectoryName(_directory.DatabasePath())!);
        await File.WriteAllBytesAsync(_directory.DatabasePath(), [], Token);

        await using var store = await SqliteStores.OpenAsync(_directory);
        await store.AppendAsync(SessionRecords.New(), SessionRecords.Events(1));

        Assert.Equal(1, await store.CountAsync("local", Token));
    }

    [Fact]
    public async Task Initialize_Twice_IsADefect()
    {
        await using var store = await SqliteStores.OpenAsync(_directory);

        await Assert.ThrowsAsync<InvalidOperationException>(() => store.InitializeAsync(Token));
        await store.AppendAsync(SessionRecords.New(), []);
    }

    [Fact]
    public async Task AnyCall_BeforeInitialize_IsADefect()
    {
        await using var store = SqliteStores.Create(_directory);

        await Assert.ThrowsAsync<InvalidOperationException>(() => store.AppendAsync(SessionRecords.New(), []));
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.CountAsync("local", Token));
    }
}
