using AIWhisperer.Core.Sessions;
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

    /// <summary>What schema 2 added.</summary>
    private const string SchemaTwo = SchemaOne + """

        CREATE TABLE accepted_messages (
            session_id TEXT NOT NULL, client_message_id TEXT NOT NULL, digest TEXT NOT NULL, turn_id TEXT NOT NULL, message_id TEXT NOT NULL,
            agent_id TEXT NOT NULL, seq INTEGER NOT NULL, position INTEGER NOT NULL, accepted_at INTEGER NOT NULL,
            UNIQUE (session_id, client_message_id)) STRICT;
        CREATE INDEX accepted_messages_by_time ON accepted_messages (accepted_at);
        INSERT INTO accepted_messages VALUES ('s', 'earlier', 'd', 't', 'm', 'alice', 1, 0, 5);
        PRAGMA user_version = 2;
        """;

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(SchemaOne)]
    [InlineData(SchemaTwo)]
    public async Task Initialize_FileOfAnEarlierSchema_KeepsItsSessionsAndCanDoWhatIsNew(string schema)
    {
        var path = _directory.DatabasePath();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var database = new RawDatabase(path))
        {
            database.Run(schema);
            database.Run("""
                INSERT INTO sessions VALUES ('s', 'local', 'Old', 'alice', 1, 2, 1, 0, 0);
                INSERT INTO events VALUES ('s', 1, 'message.added', 'alice', 't', CAST('{"seq":1}' AS BLOB));
                """);
        }

        await using var store = await SqliteStores.OpenAsync(_directory);
        var session = await store.FindAsync("s", Token);
        Assert.NotNull(session);
        var accepted = SessionRecords.Accepted(session, "k", seq: 2);
        await store.AppendAsync(session.Grown(2), SessionRecords.Events(2), accepted, SessionRecords.Usage(SessionRecords.Model("a", "x")));

        Assert.Equal("Old", session.Title);
        Assert.Equal([1, 2], (await store.ReadAsync(new("s"), Token)).Select(item => item.Seq));
        Assert.Equal(accepted, await store.FindAcceptedAsync("s", "k", Token));
        Assert.Equal(schema == SchemaTwo, await store.FindAcceptedAsync("s", "earlier", Token) is not null);
        var usage = await store.ReadUsageAsync(new UsageQuery("local", SessionRecords.Today, SessionRecords.Today), Token);
        Assert.Equal(1, usage.Total.Turns);
        using var after = new RawDatabase(path);
        Assert.Equal(Schema.Version, after.Number("PRAGMA user_version"));
    }
}
