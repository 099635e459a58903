using System.Globalization;
using System.Runtime.InteropServices;
using AIWhisperer.Core.Sessions;
using Microsoft.Data.Sqlite;

namespace AIWhisperer.Storage;

/// <summary>The one connection that writes, with its prepared statements. Belongs to the writer's thread.</summary>
internal sealed class WriteConnection : IDisposable
{
    private readonly Dictionary<string, Touched> _touched = new(StringComparer.Ordinal);
    private readonly List<Statement> _statements = [];
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _writeSession;
    private readonly Statement _insertEvent;
    private readonly Statement _deleteSession;
    private readonly Statement _deleteEvents;
    private readonly Statement _markDeleted;
    private readonly Statement _writeAccepted;
    private readonly Statement _deleteAccepted;
    private readonly Statement _forgetAccepted;
    private readonly Statement _addUsage;

    /// <param name="connection">Owned from here on.</param>
    public WriteConnection(SqliteConnection connection)
    {
        Connection = connection;
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _writeSession = Prepare(SessionRow.Write);
        _insertEvent = Prepare(
            "INSERT INTO events (session_id, seq, type, agent_id, turn_id, json) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        _deleteSession = Prepare("DELETE FROM sessions WHERE id = ?1");
        _deleteEvents = Prepare("DELETE FROM events WHERE session_id = ?1");
        _markDeleted = Prepare("INSERT INTO deleted_sessions (id) VALUES (?1)");
        _writeAccepted = Prepare(AcceptedMessageRow.Write);
        _deleteAccepted = Prepare(AcceptedMessageRow.DeleteSession);
        _forgetAccepted = Prepare(AcceptedMessageRow.Forget);
        _addUsage = Prepare(UsageRow.Add);
    }

    public SqliteConnection Connection { get; }

    /// <summary>Takes the write lock at once, so that nothing later in the transaction can meet another writer.</summary>
    public void Begin(TimeSpan lockTimeout)
    {
        Connection.WaitForLocks(lockTimeout);
        _begin.Execute();
    }

    /// <summary>Writes the requests in their order. A session's row is written at most twice however many appends it has here.</summary>
    public void Apply(ReadOnlySpan<WriteRequest> requests)
    {
        _touched.Clear();
        foreach (var request in requests)
        {
            switch (request)
            {
                case AppendRequest append:
                    Append(append);
                    break;
                case DeleteRequest delete:
                    Delete(delete.SessionId);
                    break;
                case ForgetRequest forget:
                    forget.Removed = _forgetAccepted.Bind(1, forget.Through.UtcTicks).Bind(2, forget.Limit).Execute();
                    break;
            }
        }

        foreach (var touched in _touched.Values)
        {
            if (touched.Unwritten is { } session)
            {
                Write(session);
            }
        }
    }

    public void Commit() => _commit.Execute();

    /// <summary>A whole commit of one page as it is: it reaches the disk as any other does, and changes nothing.</summary>
    public void CommitNothing()
    {
        Begin(TimeSpan.Zero);
        try
        {
            var version = Connection.Scalar("PRAGMA user_version");
            Connection.Run(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version}"));
            Commit();
        }
        catch
        {
            RollBack();
            throw;
        }
    }

    /// <summary>Writes what the log holds into the database, flushes that, and empties the log unless a reader still needs it.</summary>
    public void FoldLog(TimeSpan lockTimeout)
    {
        Connection.WaitForLocks(lockTimeout);
        Connection.Run("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <inheritdoc cref="SqliteConnectionExtensions.RollBack"/>
    public bool RollBack() => Connection.RollBack();

    public void Dispose()
    {
        foreach (var statement in _statements)
        {
            statement.Dispose();
        }

        Connection.Dispose();
    }

    private Statement Prepare(string sql)
    {
        try
        {
            var statement = new Statement(Connection.Handle!, sql);
            _statements.Add(statement);
            return statement;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private void Append(AppendRequest append)
    {
        var session = append.Session;
        ref var touched = ref CollectionsMarshal.GetValueRefOrAddDefault(_touched, session.Id, out var known);
        if (!known)
        {
            touched.Exists = Write(session);
        }
        else if (touched.Exists)
        {
            touched.Unwritten = session;
        }

        if (!touched.Exists)
        {
            return;
        }

        // Indexed, not enumerated: a list behind its interface would allocate an enumerator.
        for (var i = 0; i < append.Events.Count; i++)
        {
            var item = append.Events[i];
            _insertEvent
                .Bind(1, session.Id)
                .Bind(2, item.Seq)
                .Bind(3, item.Type)
                .Bind(4, item.AgentId)
                .Bind(5, item.TurnId)
                .Bind(6, item.Json.Span)
                .Execute();
        }

        if (append.Accepted is { } accepted)
        {
            AcceptedMessageRow.Bind(_writeAccepted, accepted).Execute();
        }

        for (var i = 0; i < append.Usage?.Models.Count; i++)
        {
            UsageRow.Bind(_addUsage, session, append.Usage, i).Execute();
        }
    }

    /// <returns>False when the session is deleted: nothing was written.</returns>
    private bool Write(SessionRecord session) => SessionRow.Bind(_writeSession, session).Execute() > 0;

    private void Delete(string sessionId)
    {
        _touched.Remove(sessionId);
        if (_deleteSession.Bind(1, sessionId).Execute() > 0)
        {
            _deleteEvents.Bind(1, sessionId).Execute();
            _deleteAccepted.Bind(1, sessionId).Execute();
            _markDeleted.Bind(1, sessionId).Execute();
        }
    }

    /// <summary>What is known of a session within one transaction.</summary>
    private struct Touched
    {
        public bool Exists;
        public SessionRecord? Unwritten;
    }
}
