using System.Text.Json;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using Microsoft.Data.Sqlite;

namespace AIWhisperer.Storage;

/// <summary>
/// A connection that reads, with the statements it has needed so far. Each method is one statement, so it sees one state of the
/// database. Belongs to one thread at a time.
/// </summary>
internal sealed class ReadConnection(DatabaseFile file) : IDisposable
{
    internal const string CountSql = "SELECT count(*) FROM sessions WHERE owner = ?1";
    internal const string CountAllSql = "SELECT count(*) FROM sessions";
    internal const string UnfinishedSql = "SELECT id FROM sessions WHERE open_turns > 0 ORDER BY id";

    private const int NoLimit = -1;
    private const string EventColumns = "SELECT seq, type, agent_id, turn_id, json FROM events";

    // Named, because without statistics SQLite prefers the primary key and would read the whole session.
    private const string ByTurn = "INDEXED BY events_by_turn";
    private const string InRange = "WHERE session_id = ?1 AND seq > ?2 AND seq <= ?3";
    private const string OfTurn = "AND turn_id = ?5";
    private const string OfTypes = "AND type IN (SELECT value FROM json_each(?6))";
    private const string InOrder = "ORDER BY seq LIMIT ?4";

    private readonly SqliteConnection _connection = file.OpenForReading();
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

    public SessionRecord? Find(string sessionId, CancellationToken cancellationToken)
    {
        var rows = Rows(Prepare(SessionRow.Find).Bind(1, sessionId), SessionRow.Read, cancellationToken);
        return rows.Count == 0 ? null : rows[0];
    }

    public List<SessionRecord> List(string owner, string? search, SessionCursor? after, int limit, CancellationToken cancellationToken)
    {
        // SQLite knows the case of ASCII letters only: titles are searched here, and the rows that fit are counted here.
        var statement = Prepare(after is null ? SessionRow.ListFirst : SessionRow.ListAfter).Bind(1, owner).Bind(2, search is null ? limit : NoLimit);
        if (after is not null)
        {
            statement.Bind(3, after.UpdatedAt.UtcTicks).Bind(4, after.Id);
        }

        return search is null
            ? Rows(statement, SessionRow.Read, cancellationToken)
            : Rows(
                statement,
                SessionRow.Read,
                cancellationToken,
                isWanted: row => SessionRow.Title(row).Contains(search, StringComparison.OrdinalIgnoreCase),
                isLast: _ => --limit == 0);
    }

    public int Count(string? owner, CancellationToken cancellationToken) =>
        Rows(owner is null ? Prepare(CountAllSql) : Prepare(CountSql).Bind(1, owner), static row => (int)row.Int64(0), cancellationToken)[0];

    public List<string> Unfinished(CancellationToken cancellationToken) =>
        Rows(Prepare(UnfinishedSql), static row => row.Text(0), cancellationToken);

    public AcceptedMessage? FindAccepted(string sessionId, string clientMessageId, CancellationToken cancellationToken)
    {
        var rows = Rows(
            Prepare(AcceptedMessageRow.Find).Bind(1, sessionId).Bind(2, clientMessageId), AcceptedMessageRow.Read, cancellationToken);
        return rows.Count == 0 ? null : rows[0];
    }

    public List<LoggedEvent> Read(EventQuery query, CancellationToken cancellationToken)
    {
        var statement = Prepare(EventSql(query.TurnId is not null, query.Types is not null))
            .Bind(1, query.SessionId)
            .Bind(2, query.After)
            .Bind(3, query.Through)
            .Bind(4, query.Limit);
        if (query.TurnId is not null)
        {
            statement.Bind(5, query.TurnId);
        }

        if (query.Types is not null)
        {
            statement.Bind(6, JsonSerializer.Serialize(query.Types));
        }

        var bytesLeft = query.MaxBytes;
        return Rows(statement, ReadEvent, cancellationToken, logged => (bytesLeft -= logged.Json.Length) <= 0);
    }

    public UsageReport ReadUsage(UsageQuery query, CancellationToken cancellationToken)
    {
        // Beyond the limit rows are only added, so that one statement gives both rows and total.
        var total = UsageSum.Zero;
        var isTruncated = false;
        var rows = new List<UsageSum>();
        var statement = UsageRow.BindQuery(Prepare(UsageRow.Sum(query.GroupBy)), query);
        try
        {
            while (statement.Step())
            {
                cancellationToken.ThrowIfCancellationRequested();
                var row = UsageRow.Read(statement);
                total = total.Plus(row);
                isTruncated = rows.Count == query.Limit;
                if (!isTruncated)
                {
                    rows.Add(row);
                }
            }

            return new UsageReport(total, rows, isTruncated);
        }
        finally
        {
            statement.Reset();
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    internal static string EventSql(bool oneTurn, bool someTypes) =>
        (oneTurn, someTypes) switch
        {
            (false, false) => $"{EventColumns} {InRange} {InOrder}",
            (false, true) => $"{EventColumns} {InRange} {OfTypes} {InOrder}",
            (true, false) => $"{EventColumns} {ByTurn} {InRange} {OfTurn} {InOrder}",
            (true, true) => $"{EventColumns} {ByTurn} {InRange} {OfTurn} {OfTypes} {InOrder}",
        };

    private static LoggedEvent ReadEvent(Statement row) => new(
        row.Int64(0),
        row.Text(1),
        row.IsNull(2) ? null : row.Text(2),
        row.IsNull(3) ? null : row.Text(3),
        row.Blob(4));

    private static List<T> Rows<T>(
        Statement statement,
        Func<Statement, T> read,
        CancellationToken cancellationToken,
        Func<T, bool>? isLast = null,
        Func<Statement, bool>? isWanted = null)
    {
        var rows = new List<T>();
        try
        {
            while (statement.Step())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (isWanted?.Invoke(statement) is false)
                {
                    continue;
                }

                var row = read(statement);
                rows.Add(row);
                if (isLast?.Invoke(row) is true)
                {
                    break;
                }
            }

            return rows;
        }
        finally
        {
            statement.Reset();
        }
    }

    private Statement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            statement = new Statement(_connection.Handle!, sql);
            _statements.Add(sql, statement);
        }

        return statement;
    }
}
