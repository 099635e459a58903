using System.Diagnostics.CodeAnalysis;
using AIWhisperer.Core;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AIWhisperer.Storage;

/// <summary>
/// The connection that writes, and whether what lies under it can be written to. Once a write has failed there, nothing is written
/// until a probe has shown, in this order, that there is room, that a commit reaches the disk, that the log can be folded into the
/// database, and, after anything but a full disk, that the file is sound. Belongs to the writer's thread, but for <see cref="Refusal"/>.
/// </summary>
/// <remarks>
/// A commit whose flush failed lies complete in the log all the same: whoever opens the log next, be it after a crash or because no
/// connection was left open, would take it for committed. So a commit that changes nothing is written over it at once, and the failed
/// connection stays open, and with it SQLite's index of the log, until another one has committed. A flush that failed once may also
/// report success the next time without having written anything. Folding in the log writes all that is in it a second time, to the
/// database, and flushes that.
/// </remarks>
internal sealed partial class WriteMedium : IDisposable
{
    private static readonly TimeSpan s_probeInterval = TimeSpan.FromSeconds(1);

    private readonly DatabaseFile _file;
    private readonly bool _checksForDamage;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;

    private WriteConnection _connection;
    private volatile UnavailableException? _fault;
    private long _failedAt;
    private long _probedAt;

    /// <param name="file">Where to open a connection anew; not owned.</param>
    /// <param name="connection">The first connection; owned from here on.</param>
    /// <param name="checksForDamage">Whether the whole file is read after an error of the disk.</param>
    /// <param name="timeProvider">Measures the time between probes.</param>
    /// <param name="logger">Told once when writing begins to fail, and once when it works again.</param>
    public WriteMedium(
        DatabaseFile file, WriteConnection connection, bool checksForDamage, TimeProvider timeProvider, ILogger logger)
    {
        _file = file;
        _connection = connection;
        _checksForDamage = checksForDamage;
        _timeProvider = timeProvider;
        _logger = logger;
    }

    public WriteConnection Connection => Volatile.Read(ref _connection);

    public bool IsWell => _fault is null;

    /// <summary>Why nothing is written at present, as an exception of the caller's own, or null. Any thread may ask.</summary>
    public UnavailableException? Refusal =>
        _fault is { } fault ? new UnavailableException(fault.Code, fault.Message) { RetryAfter = fault.RetryAfter } : null;

    /// <summary>How long until the next probe; infinite where only a restart helps.</summary>
    public TimeSpan UntilProbe
    {
        get
        {
            if (_fault is not { RetryAfter: not null })
            {
                return Timeout.InfiniteTimeSpan;
            }

            var remaining = s_probeInterval - _timeProvider.GetElapsedTime(_probedAt);
            return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
        }
    }

    /// <summary>Takes note of a write that failed, of which the medium may keep nothing.</summary>
    public void Fail(Exception error)
    {
        _failedAt = _probedAt = _timeProvider.GetTimestamp();
        var fault = _fault = ToFault(error);
        LogFailing(error, _file.Path, fault.Code);
        try
        {
            _connection.CommitNothing();
        }
        catch (SqliteException)
        {
            // As was to be expected. Even so it has most likely been written over what failed: that was only not flushed.
        }
    }

    /// <summary>Finds out whether the medium is well again, and writes from then on.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever hinders the probe, the next one may be better.")]
    public void Probe()
    {
        WriteConnection? fresh = null;
        try
        {
            if (_fault!.Code == ErrorCodes.StorageFull)
            {
                _file.RequireRoom();
            }

            fresh = Open();
            fresh.CommitNothing();
            fresh.FoldLog(_file.LockTimeout);
            if (_fault.Code == ErrorCodes.StorageFull || IsUndamaged(fresh))
            {
                Adopt(ref fresh);
            }
        }
        catch (Exception error)
        {
            LogStillFailing(error, _file.Path);
        }
        finally
        {
            fresh?.Dispose();
            _probedAt = _timeProvider.GetTimestamp();
        }
    }

    public void Dispose() => _connection.Dispose();

    private UnavailableException ToFault(Exception error) =>
        error is SqliteException failure && failure.ToException(_file.Path) is UnavailableException fault
            ? fault
            : new UnavailableException(
                ErrorCodes.StorageFailed, $"The database '{Path.GetFileName(_file.Path)}' cannot be written. The log says why.", error)
            {
                RetryAfter = s_probeInterval,
            };

    private WriteConnection Open()
    {
        var connection = _file.OpenForWriting();
        try
        {
            return new WriteConnection(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private bool IsUndamaged(WriteConnection connection)
    {
        if (!_checksForDamage || connection.Connection.FindDamage() is not { } damage)
        {
            return true;
        }

        _fault = StorageFailure.Damaged(_file.Path);
        LogDamaged(_file.Path, damage);
        return false;
    }

    private void Adopt(ref WriteConnection? fresh)
    {
        var failed = _connection;
        Volatile.Write(ref _connection, fresh!);
        fresh = null;
        failed.Dispose();
        _fault = null;
        var outage = _timeProvider.GetElapsedTime(_failedAt);
        LogRecovered(_file.Path, outage);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Writing to {Path} fails ({Code}). It is only read, and turns are not accepted, until it works again.")]
    private partial void LogFailing(Exception error, string path, string code);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Writing to {Path} still fails.")]
    private partial void LogStillFailing(Exception error, string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path} is damaged ({Damage}). It is only read from now on. Stop the server and restore the file from a copy.")]
    private partial void LogDamaged(string path, string damage);

    [LoggerMessage(Level = LogLevel.Information, Message = "Writing to {Path} works again after {Outage}.")]
    private partial void LogRecovered(string path, TimeSpan outage);
}
