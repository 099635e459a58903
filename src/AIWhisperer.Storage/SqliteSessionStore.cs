using AIWhisperer.Core;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SQLitePCL;

namespace AIWhisperer.Storage;

/// <summary>The store on one SQLite file in write-ahead mode: one writer that groups commits, readers beside it that it never blocks.</summary>
/// <remarks>
/// The file tells a late append to a deleted session from the first append to a new one by keeping the ids of deleted sessions (about
/// 40 bytes each): ids are random and never used again.
/// </remarks>
internal sealed partial class SqliteSessionStore(
    IOptions<SqliteStoreOptions> options, TimeProvider timeProvider, ILogger<SqliteSessionStore> logger) : ISessionStore, IAsyncDisposable
{
    private readonly DatabaseFile _file = new(options.Value.Path, options.Value.LockTimeout);

    private GroupWriter? _writer;
    private ReaderPool? _readers;

    internal GroupWriter Writer => _writer ?? throw NotInitialized();

    private ReaderPool Readers => _readers ?? throw NotInitialized();

    public Task InitializeAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            if (_writer is not null)
            {
                throw new InvalidOperationException("The store is initialized already.");
            }

            _file.Acquire();
            try
            {
                _readers = new ReaderPool(_file);
                _writer = new GroupWriter(
                    new WriteMedium(_file, OpenChecked(), options.Value.CheckOnStart, timeProvider, logger), _file, timeProvider, logger);
            }
            catch
            {
                // The next attempt, here or in another process, must find the file free.
                _file.Dispose();
                throw;
            }

            LogOpened(_file.Path, Schema.Version);
        },
        cancellationToken);

    public Task CheckAsync(CancellationToken cancellationToken) =>
        Writer.Refusal is { } refusal ? Task.FromException(refusal) : FindAsync(string.Empty, cancellationToken);

    public Task AppendAsync(
        SessionRecord session, IReadOnlyList<LoggedEvent> events, AcceptedMessage? accepted = null, UsageEntry? usage = null) =>
        Writer.WriteAsync(new AppendRequest(session, events, accepted, usage, timeProvider.GetTimestamp()));

    public Task DeleteAsync(string sessionId, CancellationToken cancellationToken) =>
        Writer.WriteAsync(new DeleteRequest(sessionId, timeProvider.GetTimestamp())).WaitAsync(cancellationToken);

    public Task<SessionRecord?> FindAsync(string sessionId, CancellationToken cancellationToken) =>
        Readers.RunAsync((reader, token) => reader.Find(sessionId, token), cancellationToken);

    public async Task<IReadOnlyList<SessionRecord>> ListAsync(
        string owner, string? search, SessionCursor? after, int limit, CancellationToken cancellationToken) =>
        await Readers.RunAsync((reader, token) => reader.List(owner, search, after, limit, token), cancellationToken);

    public Task<int> CountAsync(string? owner, CancellationToken cancellationToken) =>
        Readers.RunAsync((reader, token) => reader.Count(owner, token), cancellationToken);

    public async Task<IReadOnlyList<LoggedEvent>> ReadAsync(EventQuery query, CancellationToken cancellationToken) =>
        await Readers.RunAsync((reader, token) => reader.Read(query, token), cancellationToken);

    public async Task<IReadOnlyList<string>> FindUnfinishedAsync(CancellationToken cancellationToken) =>
        await Readers.RunAsync((reader, token) => reader.Unfinished(token), cancellationToken);

    public Task<AcceptedMessage?> FindAcceptedAsync(string sessionId, string clientMessageId, CancellationToken cancellationToken) =>
        Readers.RunAsync((reader, token) => reader.FindAccepted(sessionId, clientMessageId, token), cancellationToken);

    public async Task<int> ForgetAcceptedAsync(DateTimeOffset through, int limit, CancellationToken cancellationToken)
    {
        var request = new ForgetRequest(through, limit, timeProvider.GetTimestamp());
        await Writer.WriteAsync(request).WaitAsync(cancellationToken);
        return request.Removed;
    }

    public Task<UsageReport> ReadUsageAsync(UsageQuery query, CancellationToken cancellationToken) =>
        Readers.RunAsync((reader, token) => reader.ReadUsage(query, token), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        // The writer closes last: the last connection to close is the one that removes the write-ahead log.
        if (_readers is not null)
        {
            await _readers.DisposeAsync();
        }

        if (_writer is not null)
        {
            await _writer.DisposeAsync();
        }

        _file.Dispose();
    }

    private static InvalidOperationException NotInitialized() => new("Call InitializeAsync before any other method of the store.");

    private WriteConnection OpenChecked()
    {
        try
        {
            var connection = _file.OpenForWriting();
            try
            {
                Schema.Migrate(connection, _file.Path);
                RequireSound(connection);
                return new WriteConnection(connection);
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }
        catch (SqliteException error)
        {
            throw RefuseToStart(error);
        }
    }

    private void RequireSound(SqliteConnection connection)
    {
        if (options.Value.CheckOnStart && connection.FindDamage() is { } damage)
        {
            throw new UnavailableException(
                ErrorCodes.StorageUnavailable,
                $"'{_file.Path}' is damaged ({damage}). Restore it from a copy, or move it away to start with an empty store.");
        }
    }

    private UnavailableException RefuseToStart(SqliteException error)
    {
        var (what, remedy) = error.SqliteErrorCode switch
        {
            raw.SQLITE_NOTADB =>
                ("is not a SQLite database", "Set the storage path to another file, or restore this one from a copy."),
            raw.SQLITE_CORRUPT =>
                ("is damaged", "Restore it from a copy, or move it away to start with an empty store."),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
                ("is locked by another program", "Close that program, then start again."),
            raw.SQLITE_FULL => ("cannot grow: the disk is full", "Free space, then start again."),
            _ => ("cannot be read and written", "Give the server's account the right to, check the disk, then start again."),
        };
        return new UnavailableException(
            ErrorCodes.StorageUnavailable, $"The database '{_file.Path}' {what}. {remedy} SQLite says: {error.Message}", error);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Sessions are stored in {Path}, schema {Schema}.")]
    private partial void LogOpened(string path, int schema);
}
