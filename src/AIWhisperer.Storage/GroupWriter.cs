using System.Runtime.InteropServices;
using System.Threading.Channels;
using AIWhisperer.Core;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AIWhisperer.Storage;

/// <summary>
/// The only writer: a thread of its own takes all requests that wait, writes them in one transaction and commits once. The more load,
/// the larger the groups, and the less each request costs. Thread-safe.
/// </summary>
/// <remarks>
/// It is a thread, not a pool task, because it blocks: in the disk's flush and, while another program holds the lock, for seconds.
/// A group that fails is rolled back and its requests are tried one by one, so that a bad one takes no other with it. When the medium
/// itself fails, all that wait fail, and so does at once whatever comes, until the medium is well again.
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
    private readonly WriteMedium _medium;
    private readonly DatabaseFile _file;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;

    private int _oneByOne;
    private long _commits;
    private bool _isLockedOut;

    /// <param name="medium">Where to write; owned from here on.</param>
    /// <param name="file">The file on it; not owned.</param>
    /// <param name="timeProvider">Measures how long a request has waited.</param>
    /// <param name="logger">Told when a lock begins to hold up writing and when it is gone.</param>
    public GroupWriter(WriteMedium medium, DatabaseFile file, TimeProvider timeProvider, ILogger logger)
    {
        _medium = medium;
        _file = file;
        _timeProvider = timeProvider;
        _logger = logger;
        new Thread(Run) { IsBackground = true, Name = "SQLite writer" }.Start();
    }

    /// <inheritdoc cref="WriteMedium.Refusal"/>
    public UnavailableException? Refusal => _medium.Refusal;

    /// <summary>How many transactions were committed.</summary>
    internal long Commits => Interlocked.Read(ref _commits);

    /// <summary>The open connection, for tests that make it fail while no write is under way.</summary>
    internal SqliteConnection Connection => _medium.Connection.Connection;

    /// <summary>Takes the request into the queue before it returns; the task completes with the commit.</summary>
    public Task WriteAsync(WriteRequest request)
    {
        if (_medium.Refusal is { } refusal)
        {
            return Task.FromException(refusal);
        }

        return _queue.Writer.TryWrite(request) ? request.Task : WriteWhenThereIsRoomAsync(request);
    }

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
        while (WaitForWork())
        {
            TakeGroup();
            if (!_medium.IsWell)
            {
                RefuseAndProbe();
            }
            else if (_group.Count > 0)
            {
                WriteGuarded();
            }
        }

        Close();
        _stopped.SetResult();
    }

    /// <summary>Blocks while there is nothing at all to do.</summary>
    /// <returns>False when the queue is closed and empty.</returns>
    private bool WaitForWork()
    {
        if (_group.Count > 0)
        {
            return true;
        }

        using var probeIsDue = _medium.IsWell ? null : new CancellationTokenSource(_medium.UntilProbe, _timeProvider);
        try
        {
#pragma warning disable RS0030, VSTHRD002 // Waiting is what this thread is for.
            return _queue.Reader.WaitToReadAsync(probeIsDue?.Token ?? CancellationToken.None).AsTask().GetAwaiter().GetResult();
#pragma warning restore RS0030, VSTHRD002
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private void TakeGroup()
    {
        while (_group.Count < GroupSize && _queue.Reader.TryRead(out var request))
        {
            _group.Add(request);
        }
    }

    private void RefuseAndProbe()
    {
        foreach (var request in _group)
        {
            request.TrySetException(_medium.Refusal!);
        }

        Remove(_group.Count);
        if (_medium.UntilProbe == TimeSpan.Zero)
        {
            _medium.Probe();
        }
    }

    private void WriteGuarded()
    {
        try
        {
            WriteGroup();
        }
#pragma warning disable CA1031 // The loop's boundary: whatever happens is told to the callers, and the writer goes on.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _medium.Fail(error);
        }
    }

    private void WriteGroup()
    {
        var count = _oneByOne > 0 ? 1 : _group.Count;
        var connection = _medium.Connection;
        try
        {
            connection.Begin(Remaining(_group[0]));
        }
        catch (SqliteException error) when (error.IsLocked())
        {
            FailThoseThatWaitedLongEnough(error);
            return;
        }

        try
        {
            connection.Apply(CollectionsMarshal.AsSpan(_group)[..count]);
            connection.Commit();
        }
        catch (Exception error)
        {
            var isSound = error is not SqliteException failure || failure.LeavesMediumSound();
            if (!connection.RollBack() || !isSound)
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
        if (!_isLockedOut)
        {
            _isLockedOut = true;
            LogLockedOut(error, _file.Path);
        }
    }

    private void Complete(int count)
    {
        Interlocked.Increment(ref _commits);
        foreach (var request in CollectionsMarshal.AsSpan(_group)[..count])
        {
            request.TrySetResult();
        }

        Remove(count);
        if (_isLockedOut)
        {
            _isLockedOut = false;
            LogLockIsGone(_file.Path);
        }
    }

    private void Fail(int count, Exception error)
    {
        foreach (var request in CollectionsMarshal.AsSpan(_group)[..count])
        {
            request.TrySetException(error is SqliteException failure ? failure.ToException(_file.Path) : error);
        }

        Remove(count);
    }

    private void Remove(int count)
    {
        _group.RemoveRange(0, count);
        _oneByOne = Math.Max(0, _oneByOne - count);
    }

    private void Close()
    {
        try
        {
            _medium.Connection.FoldLog(_file.LockTimeout);
        }
        catch (SqliteException error)
        {
            // Nothing is lost: the next start reads the log where it is.
            LogCheckpointFailed(error, _file.Path);
        }

        _medium.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path} is locked by another program; turns are not accepted until it is not.")]
    private partial void LogLockedOut(Exception error, string path);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Path} is no longer locked by another program.")]
    private partial void LogLockIsGone(string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The write-ahead log of {Path} could not be folded in at the stop.")]
    private partial void LogCheckpointFailed(Exception error, string path);
}
