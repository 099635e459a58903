using AIWhisperer.Core.Sessions;

namespace AIWhisperer.Storage;

/// <summary>A <see cref="SessionRecord"/> as a row, in the order of the columns.</summary>
internal static class SessionRow
{
    private const string Columns =
        "id, owner, title, active_agent_id, created_at, updated_at, last_seq, open_turns, is_closed";

    /// <summary>Creates or replaces the row; changes nothing when the session is deleted.</summary>
    public const string Write =
        $"""
        INSERT INTO sessions ({Columns})
        SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9
        WHERE NOT EXISTS (SELECT 1 FROM deleted_sessions WHERE id = ?1)
        ON CONFLICT (id) DO UPDATE SET
            owner = excluded.owner,
            title = excluded.title,
            active_agent_id = excluded.active_agent_id,
            created_at = excluded.created_at,
            updated_at = excluded.updated_at,
            last_seq = excluded.last_seq,
            open_turns = excluded.open_turns,
            is_closed = excluded.is_closed
        """;

    public const string Find = $"SELECT {Columns} FROM sessions WHERE id = ?1";

    public const string ListFirst =
        $"SELECT {Columns} FROM sessions WHERE owner = ?1 ORDER BY updated_at DESC, id LIMIT ?2";

    // The first condition on updated_at is implied by the second; it is the one the index can use.
    public const string ListAfter =
        $"""
        SELECT {Columns} FROM sessions
        WHERE owner = ?1 AND updated_at <= ?3 AND (updated_at < ?3 OR id > ?4)
        ORDER BY updated_at DESC, id LIMIT ?2
        """;

    public static Statement Bind(Statement statement, SessionRecord session) => statement
        .Bind(1, session.Id)
        .Bind(2, session.Owner)
        .Bind(3, session.Title)
        .Bind(4, session.ActiveAgentId)
        .Bind(5, session.CreatedAt.UtcTicks)
        .Bind(6, session.UpdatedAt.UtcTicks)
        .Bind(7, session.LastSeq)
        .Bind(8, session.OpenTurns)
        .Bind(9, session.IsClosed ? 1 : 0);

    public static string Title(Statement row) => row.Text(2);

    public static SessionRecord Read(Statement row) => new(
        row.Text(0),
        row.Text(1),
        Title(row),
        row.Text(3),
        new DateTimeOffset(row.Int64(4), TimeSpan.Zero),
        new DateTimeOffset(row.Int64(5), TimeSpan.Zero),
        row.Int64(6),
        (int)row.Int64(7),
        row.Int64(8) != 0);
}
