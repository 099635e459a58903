using AIWhisperer.Core;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Storage.Tests;

/// <summary>Makes stores on a test's folder.</summary>
internal static class SqliteStores
{
    public static string DatabasePath(this TemporaryDirectory directory) => directory.File("store/test.db");

    public static SqliteSessionStore Create(
        TemporaryDirectory directory,
        Action<SqliteStoreOptions>? configure = null,
        ILogger<SqliteSessionStore>? logger = null,
        TimeProvider? clock = null)
    {
        var options = new SqliteStoreOptions { Path = directory.DatabasePath() };
        configure?.Invoke(options);
        return new SqliteSessionStore(Options.Create(options), clock ?? TimeProvider.System, logger ?? NullLogger<SqliteSessionStore>.Instance);
    }

    public static async Task<SqliteSessionStore> OpenAsync(
        TemporaryDirectory directory,
        Action<SqliteStoreOptions>? configure = null,
        ILogger<SqliteSessionStore>? logger = null,
        TimeProvider? clock = null)
    {
        var store = Create(directory, configure, logger, clock);
        try
        {
            await store.InitializeAsync(TestContext.Current.CancellationToken);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a store that must refuse to start, for a reason that names the file.</summary>
    public static async Task<UnavailableException> RefusedAsync(TemporaryDirectory directory)
    {
        var error = await Assert.ThrowsAsync<UnavailableException>(() => OpenAsync(directory));
        Assert.Equal(ErrorCodes.StorageUnavailable, error.Code);
        Assert.Contains(directory.DatabasePath(), error.Message, StringComparison.Ordinal);
        return error;
    }

    /// <summary>A closed database of some dozen pages.</summary>
    public static async Task<SessionRecord[]> FillAsync(TemporaryDirectory directory)
    {
        await using var store = await OpenAsync(directory);
        var sessions = Enumerable.Range(0, 20).Select(_ => SessionRecords.New()).ToArray();
        foreach (var session in sessions)
        {
            await store.AppendAsync(session, [.. Enumerable.Range(1, 20).Select(seq => SessionRecords.Event(seq, json: new byte[500]))]);
        }

        return sessions;
    }
}
