using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using Microsoft.Data.Sqlite;

namespace AIWhisperer.Storage.Tests;

/// <summary>Files of other versions. The schema of a release is written down here again: it must open for ever.</summary>
public sealed class SchemaTests : IDisposable
{
    private const string Version1 =
        """
        CREATE TABLE sessions (
            id TEXT NOT NULL PRIMARY KEY,
            owner TEXT NOT NULL,
            title TEXT NOT NULL,
            active_agent_id TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            last_seq INTEGER NOT NULL,
            open_turns INTEGER NOT NULL,
            is_closed INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX sessions_by_owner ON sessions (owner, updated_at DESC, id);
        CREATE INDEX sessions_unfinished ON sessions (id) WHERE open_turns > 0;
        CREATE TABLE events (
            session_id TEXT NOT NULL,
            seq INTEGER NOT NULL,
            type TEXT NOT NULL,
            agent_id TEXT,
            turn_id TEXT,
            json BLOB NOT NULL,
            PRIMARY KEY (session_id, seq)
        ) STRICT;
        CREATE INDEX events_by_turn ON events (turn_id) WHERE turn_id IS NOT NULL;
        CREATE TABLE deleted_sessions (id TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;
        INSERT INTO sessions VALUES ('s1', 'ann', 'Notes', 'alice', 630000000000000001, 630000000000000002, 3, 1, 0);
        INSERT INTO events VALUES ('s1', 2, 'message.added', 'alice', 't1', CAST('{"n":2}' AS BLOB));
        INSERT INTO events VALUES ('s1', 3, 'turn.started', 'alice', 't1', CAST('{"n":3}' AS BLOB));
        INSERT INTO deleted_sessions VALUES ('s0');
        PRAGMA application_id = 1095325544;
        PRAGMA user_version = 1;
        """;

    private static readonly string[] s_threeSteps =
    [
        "CREATE TABLE one (x INTEGER) STRICT; INSERT INTO one VALUES (1)",
        "CREATE TABLE two (x INTEGER) STRICT; INSERT INTO two SELECT x + 1 FROM one",
        "ALTER TABLE two ADD COLUMN y INTEGER; UPDATE two SET y = x + 1",
    ];

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Initialize_NewerSchema_IsRefusedAndLeftAlone()
    {
        await SqliteStores.FillAsync(_directory);
        using (var other = new RawDatabase(_directory.DatabasePath()))
        {
            other.Run("PRAGMA user_version = 99");
        }

        var error = await SqliteStores.RefusedAsync(_directory);

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

        var error = await SqliteStores.RefusedAsync(_directory);

        Assert.Contains("another program", error.Message, StringComparison.Ordinal);
        using var after = new RawDatabase(_directory.DatabasePath());
        Assert.Equal(1, after.Number("SELECT count(*) FROM sqlite_schema"));
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

    [Fact]
    public async Task Initialize_FileOfVersion1_KeepsAllItHolds()
    {
        Create(Version1);

        await using (var store = await SqliteStores.OpenAsync(_directory))
        {
            var session = new SessionRecord(
                "s1", "ann", "Notes", "alice", new(630000000000000001, TimeSpan.Zero), new(630000000000000002, TimeSpan.Zero), 3, 1, false);
            Assert.Equal(session, await store.FindAsync("s1", Token));
            Assert.Equal([2, 3], (await store.ReadAsync(new EventQuery("s1") { TurnId = "t1" }, Token)).Select(item => item.Seq));
            Assert.Equal(["s1"], await store.FindUnfinishedAsync(Token));
            await store.AppendAsync(SessionRecords.New("s0"), SessionRecords.Events(1));
            Assert.Null(await store.FindAsync("s0", Token));
            await store.AppendAsync(session.Grown(4), SessionRecords.Events(4));
        }

        using var after = new RawDatabase(_directory.DatabasePath());
        Assert.Equal(Schema.Version, after.Number("PRAGMA user_version"));
    }

    [Fact]
    public async Task Initialize_NegativeSchema_IsRefused()
    {
        Create(Version1 + "PRAGMA user_version = -3");

        var error = await SqliteStores.RefusedAsync(_directory);

        Assert.Contains("is damaged", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Migrate_FromAnyVersion_TakesTheMissingStepsOnceThoughManyRace(int version)
    {
        Create("");
        using var file = new DatabaseFile(_directory.DatabasePath(), TimeSpan.FromMinutes(1));
        var connections = Enumerable.Range(0, 8).Select(_ => file.OpenForWriting()).ToArray();
        Schema.Migrate(connections[0], file.Path, s_threeSteps[..version]);

        await Task.WhenAll(connections.Select(
            connection => Task.Run(() => Schema.Migrate(connection, file.Path, s_threeSteps), Token)));

        Assert.Equal(3, connections[0].Scalar("PRAGMA user_version"));
        Assert.Equal(3, connections[0].Scalar("SELECT y FROM two"));
        Assert.Equal(1, connections[0].Scalar("SELECT count(*) FROM two"));
        Array.ForEach(connections, connection => connection.Dispose());
    }

    [Fact]
    public void Migrate_AStepFails_LeavesTheFileAsItWas()
    {
        Create("");
        using var file = new DatabaseFile(_directory.DatabasePath(), TimeSpan.Zero);
        using var connection = file.OpenForWriting();
        Schema.Migrate(connection, file.Path, s_threeSteps[..1]);

        Assert.Throws<SqliteException>(() => Schema.Migrate(connection, file.Path, [.. s_threeSteps[..2], "CREATE TABLE one (x INTEGER)"]));

        Assert.Equal(1, connection.Scalar("PRAGMA user_version"));
        Assert.Equal(1, connection.Scalar("SELECT count(*) FROM sqlite_schema"));
        Schema.Migrate(connection, file.Path, s_threeSteps);
        Assert.Equal(3, connection.Scalar("SELECT y FROM two"));
    }

    private void Create(string sql)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_directory.DatabasePath())!);
        using var database = new RawDatabase(_directory.DatabasePath());
        database.Run(sql);
    }
}
