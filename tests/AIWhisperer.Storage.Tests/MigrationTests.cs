using AIWhisperer.TestHarness;

namespace AIWhisperer.Storage.Tests;

public sealed class MigrationTests : IDisposable
{
    /// <summary>The tables of schema 1, as a server of that version made them.</summary>
    private const string SchemaOne = """
        CREATE TABLE sessions (
            id TEXT NOT NULL PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL, active_agent_id TEXT NOT NULL,
            created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, last_seq INTEGER NOT NULL, open_turns INTEGER NOT NULL,
            is_closed INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE INDEX sessions_by_owner ON sessions (owner, updated_at DESC, id);
        CREATE INDEX sessions_unfinished ON sessions (id) WHERE open_turns > 0;
        CREATE TABLE events (
            session_id TEXT NOT NULL, seq INTEGER NOT NULL, type TEXT NOT NULL, agent_id TEXT, turn_id TEXT, json BLOB NOT NULL,
            PRIMARY KEY (session_id, seq)) STRICT;
        CREATE INDEX events_by_turn ON events (turn_id) WHERE turn_id IS NOT NULL;
        CREATE TABLE deleted_sessions (id TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;
        PRAGMA application_id = 0x41495768;
        PRAGMA user_version = 1;
        """;

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Initialize_FileOfSchemaOne_KeepsItsSessionsAndCanDoWhatIsNew()
    {
        var path = _directory.DatabasePath();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var database = new RawDatabase(path))
        {
            database.Run(SchemaOne);
            database.Run("""
                INSERT INTO sessions VALUES ('s', 'local', 'Old', 'alice', 1, 2, 1, 0, 0);
                INSERT INTO events VALUES ('s', 1, 'message.added', 'alice', 't', CAST('{"seq":1}' AS BLOB));
                """);
        }

        await using var store = await SqliteStores.OpenAsync(_directory);
        var session = await store.FindAsync("s", Token);
        Assert.NotNull(session);
        var accepted = SessionRecords.Accepted(session, "k", seq: 2);
        await store.AppendAsync(session.Grown(2), SessionRecords.Events(2), accepted);

        Assert.Equal("Old", session.Title);
        Assert.Equal([1, 2], (await store.ReadAsync(new("s"), Token)).Select(item => item.Seq));
        Assert.Equal(accepted, await store.FindAcceptedAsync("s", "k", Token));
        using var after = new RawDatabase(path);
        Assert.Equal(Schema.Version, after.Number("PRAGMA user_version"));
    }
}
