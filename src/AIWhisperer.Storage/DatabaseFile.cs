using AIWhisperer.Core;
using Microsoft.Data.Sqlite;

namespace AIWhisperer.Storage;

/// <summary>The database file: makes it ready, holds it for this process alone, opens connections to it.</summary>
/// <remarks>
/// The hold is the operating system's lock on a file beside the database, so it ends with the process however that ends; the file
/// itself stays, because removing it would let two servers lock two different files.
/// </remarks>
internal sealed class DatabaseFile(string path, TimeSpan lockTimeout) : IDisposable
{
    // With less than this free, a store that goes on would fail again within moments.
    private const int Room = 1 << 20;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private FileStream? _hold;

    /// <summary>The full path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>How long a connection waits for a lock of another program.</summary>
    public TimeSpan LockTimeout => lockTimeout;

    /// <summary>Creates folder and file where they are missing and takes hold of the file.</summary>
    /// <exception cref="UnavailableException">Another server holds it, or it cannot be created.</exception>
    public void Acquire()
    {
        if (Directory.Exists(Path))
        {
            throw new UnavailableException(
                ErrorCodes.StorageUnavailable, $"'{Path}' is a folder. Set the storage path to a file, such as one in that folder.");
        }

        try
        {
            CreateFolder(System.IO.Path.GetDirectoryName(Path)!);
            _hold = OpenOwnerOnly(Path + ".lock", FileShare.None);
            RequireDatabaseOfLog();

            // SQLite gives its side files the mode of the database, so the mode is set before SQLite creates anything.
            OpenOwnerOnly(Path, FileShare.ReadWrite).Dispose();
        }
        catch (IOException error) when (_hold is null && IsHeldElsewhere(error))
        {
            throw new UnavailableException(
                ErrorCodes.StorageUnavailable,
                $"Another server is using '{Path}'. Stop it, or give this one another storage path.",
                error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UnavailableException(
                ErrorCodes.StorageUnavailable,
                $"'{Path}' cannot be opened. Give the server's account the right to read and write the file and its folder, "
                + "or set another storage path.",
                error);
        }
    }

    /// <summary>A connection that may write. It does not create a missing file: a database that vanished must not come back empty.</summary>
    public SqliteConnection OpenForWriting()
    {
        var connection = Open();
        try
        {
            if (connection.Text("PRAGMA journal_mode = WAL") != "wal")
            {
                throw new UnavailableException(
                    ErrorCodes.StorageUnavailable,
                    $"The file system of '{Path}' does not support a write-ahead log. Set the storage path to a local disk.");
            }

            // FULL: a commit is on the disk before it is acknowledged. Folding the log in every 16 MiB, not every 4, writes a page
            // that many commits changed fewer times. After a burst the log file shrinks back to 64 MiB.
            connection.Run(
                "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864; PRAGMA temp_store = MEMORY");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>A connection that cannot write.</summary>
    public SqliteConnection OpenForReading()
    {
        var connection = Open();
        try
        {
            connection.Run("PRAGMA query_only = ON");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Writes a file beside the database and removes it.</summary>
    /// <exception cref="IOException">There is no room for a store to go on.</exception>
    public void RequireRoom()
    {
        using var probe = OpenOwnerOnly(Path + ".probe", FileShare.None, FileOptions.DeleteOnClose);
        probe.Write(new byte[Room]);
        probe.Flush(flushToDisk: true);
    }

    public void Dispose() => _hold?.Dispose();

    /// <summary>SQLite would delete the log of an empty database, and with it what may be all that is left.</summary>
    private void RequireDatabaseOfLog()
    {
        if (new FileInfo(Path) is not { Exists: true, Length: > 0 } && new FileInfo(Path + "-wal") is { Exists: true, Length: > 0 })
        {
            throw new UnavailableException(
                ErrorCodes.StorageUnavailable,
                $"'{Path}' is damaged: it is empty or missing, but its log '{Path}-wal' is not. Restore both from a copy, "
                + "or move the log away to start with an empty store.");
        }
    }

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    private static FileStream OpenOwnerOnly(string file, FileShare share, FileOptions use = FileOptions.None)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = share,
            BufferSize = 0,
            Options = use,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(file, options);
    }

    /// <summary>EAGAIN on Linux and macOS, sharing and lock violation on Windows.</summary>
    private static bool IsHeldElsewhere(IOException error) => (error.HResult & 0xFFFF) is 11 or 35 or 32 or 33;

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
        }.ConnectionString);
        try
        {
            connection.Open();
            connection.WaitForLocks(lockTimeout);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
