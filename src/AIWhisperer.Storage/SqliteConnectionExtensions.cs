using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AIWhisperer.Storage;

/// <summary>Statements that run once, past ADO.NET commands, whose own waiting for locks would outlast the busy timeout.</summary>
internal static class SqliteConnectionExtensions
{
    /// <summary>Runs one or several statements and drops their rows.</summary>
    public static void Run(this SqliteConnection connection, string sql) =>
        SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(connection.Handle, sql), connection.Handle);

    /// <summary>The first column of the first row as a number.</summary>
    public static long Scalar(this SqliteConnection connection, string sql)
    {
        using var statement = new Statement(connection.Handle!, sql);
        return statement.Step() ? statement.Int64(0) : 0;
    }

    /// <summary>The first column of the first row as text.</summary>
    public static string Text(this SqliteConnection connection, string sql)
    {
        using var statement = new Statement(connection.Handle!, sql);
        return statement.Step() ? statement.Text(0) : string.Empty;
    }

    /// <summary>Reads the whole file.</summary>
    /// <returns>The first damage found, in SQLite's words, or null.</returns>
    public static string? FindDamage(this SqliteConnection connection)
    {
        var finding = connection.Text("PRAGMA quick_check(1)");
        return finding == "ok" ? null : finding;
    }

    /// <summary>How long SQLite itself waits for a lock.</summary>
    public static void WaitForLocks(this SqliteConnection connection, TimeSpan timeout) =>
        _ = raw.sqlite3_busy_timeout(connection.Handle, (int)Math.Ceiling(timeout.TotalMilliseconds));

    /// <summary>Ends a transaction that failed, if SQLite has not ended it by itself.</summary>
    /// <returns>False when the connection is no longer fit for use.</returns>
    public static bool RollBack(this SqliteConnection connection) =>
        raw.sqlite3_get_autocommit(connection.Handle) != 0 || raw.sqlite3_exec(connection.Handle, "ROLLBACK") == raw.SQLITE_OK;
}
