using AIWhisperer.Core.Sessions;

namespace AIWhisperer.Storage;

/// <summary>An <see cref="AcceptedMessage"/> as a row, in the order of the columns.</summary>
internal static class AcceptedMessageRow
{
    private const string Columns =
        "session_id, client_message_id, digest, turn_id, message_id, agent_id, seq, position, accepted_at";

    /// <summary>Replaces a row of the same name.</summary>
    public const string Write = $"INSERT OR REPLACE INTO accepted_messages ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

    public const string Find = $"SELECT {Columns} FROM accepted_messages WHERE session_id = ?1 AND client_message_id = ?2";

    public const string DeleteSession = "DELETE FROM accepted_messages WHERE session_id = ?1";

    /// <summary>Goes by time: a clock that was ahead for a while has left rows whose time is over later than that of rows behind them.</summary>
    public const string Forget =
        """
        DELETE FROM accepted_messages
        WHERE rowid IN (SELECT rowid FROM accepted_messages WHERE accepted_at <= ?1 ORDER BY accepted_at LIMIT ?2)
        """;

    public static Statement Bind(Statement statement, AcceptedMessage accepted) => statement
        .Bind(1, accepted.Receipt.SessionId)
        .Bind(2, accepted.ClientMessageId)
        .Bind(3, accepted.Digest)
        .Bind(4, accepted.Receipt.TurnId)
        .Bind(5, accepted.Receipt.MessageId)
        .Bind(6, accepted.Receipt.AgentId)
        .Bind(7, accepted.Receipt.Seq)
        .Bind(8, accepted.Receipt.Position)
        .Bind(9, accepted.At.UtcTicks);

    public static AcceptedMessage Read(Statement row) => new(
        row.Text(1),
        row.Text(2),
        new TurnReceipt(row.Text(0), row.Text(3), row.Text(4), row.Text(5), row.Int64(6), (int)row.Int64(7)),
        new DateTimeOffset(row.Int64(8), TimeSpan.Zero));
}
