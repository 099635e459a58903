using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Storage.Tests;

public sealed class RegistrationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AddSqliteStorage_GivesOneStoreThatTheContainerCloses()
    {
        using var directory = new TemporaryDirectory();
        await using (var services = Services(options => options.Path = directory.DatabasePath()))
        {
            var store = services.GetRequiredService<ISessionStore>();
            Assert.Same(store, services.GetRequiredService<ISessionStore>());
            await store.InitializeAsync(Token);
            await store.AppendAsync(SessionRecords.New(), SessionRecords.Events(1));
        }

        Assert.False(File.Exists(directory.DatabasePath() + "-wal"));
    }

    [Fact]
    public async Task Options_Defaults_AreThoseDocumented()
    {
        await using var services = Services(null);

        var options = services.GetRequiredService<IOptions<SqliteStoreOptions>>().Value;

        Assert.Equal("data/aiwhisperer.db", options.Path);
        Assert.Equal(TimeSpan.FromSeconds(5), options.LockTimeout);
        Assert.True(options.CheckOnStart);
    }

    [Fact]
    public async Task Options_AllWrong_NamesEachWithItsRemedy()
    {
        await using var services = Services(options =>
        {
            options.Path = "";
            options.LockTimeout = TimeSpan.FromMinutes(2);
        });

        var error = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<SqliteStoreOptions>>().Value);

        Assert.Contains("Name the database file", error.Message, StringComparison.Ordinal);
        Assert.Contains("LockTimeout must be between 00:00:00 and 00:01:00", error.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Services(Action<SqliteStoreOptions>? configure) =>
        new ServiceCollection().AddLogging().AddSqliteStorage(configure).BuildServiceProvider();
}
