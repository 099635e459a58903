using AIWhisperer.Core;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AIWhisperer.Storage;

/// <summary>What SQLite's errors mean here: to the caller, to the connection on which they happened, and to the medium.</summary>
internal static class StorageFailure
{
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(1);

    /// <summary>The error for the caller. It names the file without its folder: clients see it.</summary>
    public static Exception ToException(this SqliteException error, string path)
    {
        var file = Path.GetFileName(path);
        return error.SqliteErrorCode switch
        {
            raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH => new InvalidOperationException(
                "The append breaks the log's rules: a sequence number is stored already, or a field is missing.", error),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => Unavailable(
                ErrorCodes.StorageUnavailable,
                $"The database '{file}' is locked by another program. Close that program, then try again."),
            raw.SQLITE_FULL => Unavailable(
                ErrorCodes.StorageFull,
                $"The database '{file}' cannot grow: the disk is full. Free space, then try again; nothing of this call was kept."),
            raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_CANTOPEN or raw.SQLITE_AUTH => Unavailable(
                ErrorCodes.StorageFailed,
                $"The database '{file}' cannot be opened for writing. Give the server's account the right to read and write it and its folder."),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => Damaged(path, error),
            raw.SQLITE_TOOBIG => new UnavailableException(
                ErrorCodes.StorageFailed, $"The database '{file}' cannot hold a row that large. Send less in one piece.", error),
            _ => Unavailable(
                ErrorCodes.StorageFailed,
                $"The database '{file}' cannot be read or written: the disk reports an error. Check the disk, then try again; "
                + "nothing of this call was kept."),
        };

        UnavailableException Unavailable(string code, string message) => new(code, message, error) { RetryAfter = s_retryAfter };
    }

    /// <summary>The one failure that does not pass by itself.</summary>
    public static UnavailableException Damaged(string path, Exception? cause = null) => new(
        ErrorCodes.StorageFailed,
        $"The database '{Path.GetFileName(path)}' is damaged. Stop the server and restore the file from a copy.",
        cause);

    public static UnavailableException Closed() =>
        new(ErrorCodes.StorageUnavailable, "The store is closed: the server is stopping. Try again when it is back.");

    public static bool IsLocked(this SqliteException error) =>
        error.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;

    /// <summary>Whether the error lies in the call or in a lock, so that the medium and the connection are as good as before.</summary>
    public static bool LeavesMediumSound(this SqliteException error) =>
        error.IsLocked() || error.SqliteErrorCode is raw.SQLITE_TOOBIG or raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH;
}
