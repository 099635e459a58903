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
}
