using AIWhisperer.Core;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;

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
    public async Task Initialize_FileThatIsNoDatabase_IsRefusedAndLeftAlone()
    {
        var path = _directory.DatabasePath();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var text = string.Concat(Enumerable.Repeat("This is a letter, not a database.\n", 100));
        await File.WriteAllTextAsync(path, text, Token);

        var error = await RefusedAsync();

        Assert.Contains("is not a SQLite database", error.Message, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(path, Token));
    }

    [Fact]
    public async Task Initialize_DamagedPages_AreRefused()
    {
        await DamageAsync(firstPage: 3);

        var error = await RefusedAsync();

        Assert.Contains("is damaged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Initialize_CutFile_IsRefused()
    {
        await FillAsync();
        using (var file = File.OpenWrite(_directory.DatabasePath()))
        {
            file.SetLength(file.Length / 2);
        }

        var error = await RefusedAsync();

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
        Assert.All(errors, error => Assert.Contains("is damaged", error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Initialize_NewerSchema_IsRefusedAndLeftAlone()
    {
        await FillAsync();
        using (var other = new RawDatabase(_directory.DatabasePath()))
        {
            other.Run("PRAGMA user_version = 99");
        }

        var error = await RefusedAsync();

        Assert.Contains("newer version", error.Message, StringComparison.Ordinal);
        using var after = new RawDatabase(_directory.DatabasePath());
        Assert.Equal(99, after.Number("PRAGMA user_version"));
    }

    [Fact]
    public async Task Initialize_AnotherProgramsDatabase_IsRefusedAndLeftAlone()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_directory.DatabasePath())!);
        using (var other = new RawDatabase(_directory.DatabasePath()))
        {
            other.Run("CREATE TABLE recipes (name TEXT)");
        }

        var error = await RefusedAsync();

        Assert.Contains("another program", error.Message, StringComparison.Ordinal);
        using var after = new RawDatabase(_directory.DatabasePath());
        Assert.Equal(1, after.Number("SELECT count(*) FROM sqlite_schema"));
    }

    [Fact]
    public async Task Initialize_FolderThatCannotBeMade_IsRefused()
    {
        await File.WriteAllTextAsync(_directory.File("store"), "a file where the folder should be", Token);

        await RefusedAsync();
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

    [Fact]
    public async Task Migrate_ManyAtOnce_TakesEachStepOnce()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_directory.DatabasePath())!);
        await File.WriteAllBytesAsync(_directory.DatabasePath(), [], Token);
        using var file = new DatabaseFile(_directory.DatabasePath(), TimeSpan.FromMinutes(1));
        var connections = Enumerable.Range(0, 8).Select(_ => file.OpenForWriting()).ToArray();

        await Task.WhenAll(connections.Select(
            connection => Task.Run(() => Schema.Migrate(connection, file.Path), Token)));

        Assert.Equal(Schema.Version, connections[0].Scalar("PRAGMA user_version"));
        Assert.Equal(Schema.ApplicationId, connections[0].Scalar("PRAGMA application_id"));
        Array.ForEach(connections, connection => connection.Dispose());
    }

    private async Task<UnavailableException> RefusedAsync()
    {
        var error = await Assert.ThrowsAsync<UnavailableException>(() => SqliteStores.OpenAsync(_directory));
        Assert.Equal(ErrorCodes.StorageUnavailable, error.Code);
        Assert.Contains(_directory.DatabasePath(), error.Message, StringComparison.Ordinal);
        return error;
    }

    private async Task<SessionRecord[]> FillAsync()
    {
        await using var store = await SqliteStores.OpenAsync(_directory);
        var sessions = Enumerable.Range(0, 20).Select(_ => SessionRecords.New()).ToArray();
        foreach (var session in sessions)
        {
            await store.AppendAsync(session, [.. Enumerable.Range(1, 20).Select(seq => SessionRecords.Event(seq, json: new byte[500]))]);
        }

        return sessions;
    }

    private async Task<SessionRecord[]> DamageAsync(int firstPage)
    {
        const int Page = 4096;
        var sessions = await FillAsync();
        using var file = File.OpenWrite(_directory.DatabasePath());
        Assert.True(file.Length > (firstPage + 8) * Page);
        file.Position = (firstPage - 1) * Page;
        var garbage = new byte[8 * Page];
        Array.Fill(garbage, (byte)0xA5);
        await file.WriteAsync(garbage, Token);
        return sessions;
    }
}
