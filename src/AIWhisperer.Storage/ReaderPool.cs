using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace AIWhisperer.Storage;

/// <summary>
/// Connections that read beside the writer, opened when first needed. A read runs on a pool thread and never on its caller's, which may
/// be one that serves sockets. Thread-safe.
/// </summary>
internal sealed class ReaderPool(DatabaseFile file) : IAsyncDisposable
{
    // Reads are short and mostly served from memory: more connections than this would only share the same cores.
    private const int Size = 4;

    private readonly SemaphoreSlim _free = new(Size);
    private readonly ConcurrentBag<ReadConnection> _idle = [];

    private volatile bool _closed;

    public async Task<T> RunAsync<T>(Func<ReadConnection, CancellationToken, T> read, CancellationToken cancellationToken)
    {
        if (_closed)
        {
            throw StorageFailure.Closed();
        }

        await _free.WaitAsync(cancellationToken);
        try
        {
            return _closed
                ? throw StorageFailure.Closed()
                : await Task.Run(() => Run(read, cancellationToken), cancellationToken);
        }
        catch (SqliteException error)
        {
            throw error.ToException(file.Path);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Waits for the reads under way, refuses further ones and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        for (var i = 0; i < Size; i++)
        {
            await _free.WaitAsync();
        }

        while (_idle.TryTake(out var reader))
        {
            reader.Dispose();
        }

        // Waiting reads go on to find the pool closed; the semaphore itself holds nothing to dispose.
        _free.Release(Size);
    }

    private T Run<T>(Func<ReadConnection, CancellationToken, T> read, CancellationToken cancellationToken)
    {
        if (!_idle.TryTake(out var reader))
        {
            reader = new ReadConnection(file);
        }

        try
        {
            var result = read(reader, cancellationToken);
            _idle.Add(reader);
            return result;
        }
        catch (Exception error) when (error is OperationCanceledException || (error as SqliteException)?.LeavesMediumSound() == true)
        {
            _idle.Add(reader);
            throw;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }
}
