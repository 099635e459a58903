using System.Runtime.InteropServices;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace AIWhisperer.Storage;

/// <summary>
/// The only writer: a thread of its own takes all requests that wait, writes them in one transaction and commits once. The more load,
/// the larger the groups, and the less each request costs. Thread-safe.
/// </summary>
/// <remarks>
/// It is a thread, not a pool task, because it blocks: in the disk's flush and, while another program holds the lock, for seconds.
/// A group that fails is rolled back and its requests are tried one by one, so that a bad one takes no other with it. When the medium
/// itself fails, the connection is closed, and each further group tries to open it again.
/// </remarks>
internal sealed partial class GroupWriter : IAsyncDisposable
{
    // Enough for every loop of a large server to have several appends under way. When it is full, callers wait: refusing would lose
    // the end of a turn that has been paid for, and the wait is what slows them down to the disk's pace.
    private const int Capacity = 4096;

    // Bounds the memory of one transaction and how long its first request waits for the others to be written.
    private const int GroupSize = 512;

    private readonly Channel<WriteRequest> _queue = Channel.CreateBounded<WriteRequest>(new BoundedChannelOptions(Capacity)
    {
        FullMode = BoundedChannelFullMode.Wait,
        SingleReader = true,

        // The continuations that run at once are only the ones that wake the writer's thread and that end a caller's wait for room.
        AllowSynchronousContinuations = true,
    });

    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<WriteRequest> _group = new(GroupSize);
    private readonly DatabaseFile _file;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;

    private WriteConnection? _connection;
    private int _oneByOne;
    private long _commits;
    private long _failures;

    /// <param name="file">Where to open a connection anew; not owned.</param>
    /// <param name="connection">The first connection; owned from here on.</param>
    /// <param name="timeProvider">Measures how long a request has waited.</param>
    /// <param name="logger">Told when writing begins to fail and when it works again.</param>
    public GroupWriter(DatabaseFile file, WriteConnection connection, TimeProvider timeProvider, ILogger logger)
    {
        _file = file;
        _connection = connection;
        _timeProvider = timeProvider;
        _logger = logger;
        new Thread(Run) { IsBackground = true, Name = "SQLite writer" }.Start();
    }

    /// <summary>How many transactions were committed.</summary>
    internal long Commits => Interlocked.Read(ref _commits);

    /// <summary>The open connection, for tests that make it fail while no write is under way.</summary>
    internal SqliteConnection? Connection => Volatile.Read(ref _connection)?.Connection;

    /// <summary>Takes the request into the queue before it returns; the task completes with the commit.</summary>
    public Task WriteAsync(WriteRequest request) =>
        _queue.Writer.TryWrite(request) ? request.Task : WriteWhenThereIsRoomAsync(request);

    /// <summary>Takes no further requests, writes what waits, folds the log into the database and closes it.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _stopped.Task;
    }

    private async Task WriteWhenThereIsRoomAsync(WriteRequest request)
    {
        try
        {
            await _queue.Writer.WriteAsync(request);
        }
        catch (ChannelClosedException)
        {
            throw StorageFailure.Closed();
        }

        await request.Task;
    }

    private void Run()
    {
        while (TakeGroup())
        {
            try
            {
                WriteGroup();
            }
#pragma warning disable CA1031 // The loop's boundary: whatever happens fails the callers, not the writer.
            catch (Exception error)
#pragma warning restore CA1031
            {
                // The medium failed, or a rollback did: the next group starts with a new connection.
                CloseConnection();
                Fail(_group.Count, error);
            }
        }

        Close();
        _stopped.SetResult();
    }

    /// <summary>Adds what waits to the group; blocks only while there is nothing at all to do.</summary>
    /// <returns>False when the queue is closed and empty.</returns>
    private bool TakeGroup()
    {
        while (true)
        {
            while (_group.Count < GroupSize && _queue.Reader.TryRead(out var request))
            {
                _group.Add(request);
            }

            if (_group.Count > 0)
            {
                return true;
            }

#pragma warning disable RS0030, VSTHRD002 // Waiting is what this thread is for.
            if (!_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
#pragma warning restore RS0030, VSTHRD002
            {
                return false;
            }
        }
    }

    private void WriteGroup()
    {
        var count = _oneByOne > 0 ? 1 : _group.Count;
        try
        {
            _connection ??= new WriteConnection(_file.OpenForWriting());
            _connection.Begin(Remaining(_group[0]));
        }
        catch (SqliteException error) when (error.IsLocked())
        {
            FailThoseThatWaitedLongEnough(error);
            return;
        }

        try
        {
            _connection.Apply(CollectionsMarshal.AsSpan(_group)[..count]);
            _connection.Commit();
        }
        catch (Exception error) when (error is not SqliteException failure || failure.LeavesConnectionSound())
        {
            if (!_connection.RollBack())
            {
                throw;
            }

            if (count > 1)
            {
                _oneByOne = count;
            }
            else
            {
                Fail(1, error);
            }

            return;
        }

        Complete(count);
    }

    private TimeSpan Remaining(WriteRequest request)
    {
        var remaining = _file.LockTimeout - _timeProvider.GetElapsedTime(request.StartedAt);
        return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
    }

    private void FailThoseThatWaitedLongEnough(SqliteException error)
    {
        // The first has: SQLite waited out what remained of its time.
        var count = 1;
        while (count < _group.Count && Remaining(_group[count]) == TimeSpan.Zero)
        {
            count++;
        }

        Fail(count, error);
    }

    private void Complete(int count)
    {
        Interlocked.Increment(ref _commits);
        foreach (var request in CollectionsMarshal.AsSpan(_group)[..count])
        {
            request.TrySetResult();
        }

        Remove(count);
        if (_failures > 0)
        {
            LogRecovered(_file.Path, _failures);
            _failures = 0;
        }
    }

    private void Fail(int count, Exception error)
    {
        foreach (var request in CollectionsMarshal.AsSpan(_group)[..count])
        {
            request.TrySetException(error is SqliteException failure ? failure.ToException(_file.Path) : error);
        }

        Remove(count);
        if (error is SqliteException { SqliteErrorCode: not raw.SQLITE_CONSTRAINT })
        {
            if (_failures == 0)
            {
                LogFailing(error, _file.Path);
            }

            _failures += count;
        }
    }

    private void Remove(int count)
    {
        _group.RemoveRange(0, count);
        _oneByOne = Math.Max(0, _oneByOne - count);
    }

    private void CloseConnection()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private void Close()
    {
        try
        {
            _connection?.Connection.Run("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteException error)
        {
            // Nothing is lost: the next start reads the log where it is.
            LogCheckpointFailed(error, _file.Path);
        }

        CloseConnection();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Writing to {Path} fails; turns are not acknowledged until it works again.")]
    private partial void LogFailing(Exception error, string path);

    [LoggerMessage(Level = LogLevel.Information, Message = "Writing to {Path} works again after {Failures} failed writes.")]
    private partial void LogRecovered(string path, long failures);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The write-ahead log of {Path} could not be folded in at the stop.")]
    private partial void LogCheckpointFailed(Exception error, string path);
}
