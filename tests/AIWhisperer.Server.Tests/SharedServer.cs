namespace AIWhisperer.Server.Tests;

/// <summary>One server for all tests of a class, for classes whose requests change nothing that another test sees.</summary>
/// <param name="settings">The server's settings.</param>
public abstract class SharedServer(params (string Key, string Value)[] settings) : IAsyncLifetime
{
    internal TestServer Server { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync() => Server = await TestServer.StartAsync(settings);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
