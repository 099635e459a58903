using System.Globalization;
using AIWhisperer.Core;
using Microsoft.Data.Sqlite;

namespace AIWhisperer.Storage;

/// <summary>
/// The tables, and the steps that led to them. A step is never edited once released: a change is a further step. The number of steps
/// taken is the file's <c>user_version</c>.
/// </summary>
internal static class Schema
{
    /// <summary>"AIWh": marks the file as ours, so that a mistyped path does not put tables into another program's database.</summary>
    internal const int ApplicationId = 0x41495768;

    // Times are UTC ticks. Events lie in the order in which they were written, and only their keys by session: the events of a group,
    // of whatever sessions, then share a few pages at the end of the file, where sorted by session each would cost pages of its own.
    // A turn's id says all that its index needs: ids are random, so it is in one session. A deleted session's id stays behind: it is what
    // tells a late append to it from the first append to a new one. What was spent outlives the session: usage has no tie to sessions. Its
    // days count from 0001-01-01, its cost is in billionths of a US dollar: SQLite has no decimals.
    private static readonly string[] s_steps =
    [
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
        """,
        """
        CREATE TABLE accepted_messages (
            session_id TEXT NOT NULL,
            client_message_id TEXT NOT NULL,
            digest TEXT NOT NULL,
            turn_id TEXT NOT NULL,
            message_id TEXT NOT NULL,
            agent_id TEXT NOT NULL,
            seq INTEGER NOT NULL,
            position INTEGER NOT NULL,
            accepted_at INTEGER NOT NULL,
            UNIQUE (session_id, client_message_id)
        ) STRICT;
        CREATE INDEX accepted_messages_by_time ON accepted_messages (accepted_at);
        """,
        """
        CREATE TABLE usage (
            owner TEXT NOT NULL,
            day INTEGER NOT NULL,
            session_id TEXT NOT NULL,
            agent_id TEXT NOT NULL,
            provider TEXT NOT NULL,
            model TEXT NOT NULL,
            turns INTEGER NOT NULL,
            calls INTEGER NOT NULL,
            input_tokens INTEGER NOT NULL,
            output_tokens INTEGER NOT NULL,
            cached_input_tokens INTEGER NOT NULL,
            reasoning_tokens INTEGER NOT NULL,
            estimated_tokens INTEGER NOT NULL,
            unpriced_tokens INTEGER NOT NULL,
            cost INTEGER NOT NULL,
            PRIMARY KEY (owner, day, session_id, agent_id, provider, model)
        ) STRICT, WITHOUT ROWID;
        """,
    ];

    public static int Version => s_steps.Length;

    /// <summary>Takes the steps that are missing, in one transaction: of two processes that start together, one does the work.</summary>
    /// <exception cref="UnavailableException">The file is of a newer version or not ours.</exception>
    public static void Migrate(SqliteConnection connection, string path) => Migrate(connection, path, s_steps);

    /// <summary>The same with the given steps.</summary>
    internal static void Migrate(SqliteConnection connection, string path, IReadOnlyList<string> steps)
    {
        connection.Run("BEGIN IMMEDIATE");
        try
        {
            var version = connection.Scalar("PRAGMA user_version");
            Require(connection, path, version, steps.Count);
            for (var step = (int)version; step < steps.Count; step++)
            {
                connection.Run(steps[step]);
            }

            if (version < steps.Count)
            {
                connection.Run(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}"));
                connection.Run(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {steps.Count}"));
            }

            connection.Run("COMMIT");
        }
        catch
        {
            connection.RollBack();
            throw;
        }
    }

    private static void Require(SqliteConnection connection, string path, long version, int known)
    {
        var isEmpty = version == 0 && connection.Scalar("SELECT count(*) FROM sqlite_schema") == 0;
        if (!isEmpty && connection.Scalar("PRAGMA application_id") != ApplicationId)
        {
            throw new UnavailableException(
                ErrorCodes.StorageUnavailable,
                $"'{path}' is the database of another program. Set the storage path to a file of this server's own.");
        }

        if (version < 0)
        {
            throw new UnavailableException(
                ErrorCodes.StorageUnavailable, $"'{path}' is damaged: its schema is {version}. Restore it from a copy.");
        }

        if (version > known)
        {
            throw new UnavailableException(
                ErrorCodes.StorageUnavailable,
                $"'{path}' was written by a newer version of this server (schema {version}, known here: {known}). "
                + "Start that version, or restore a copy made before the upgrade.");
        }
    }
}
