using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;

namespace AIWhisperer.TestHarness;

/// <summary>
/// What every <see cref="ISessionStore"/> promises. A store's tests derive from it and say how to make a store on the test's medium.
/// </summary>
public abstract partial class SessionStoreContract : IAsyncLifetime
{
    private ISessionStore? _store;

    /// <summary>The store under test, initialized.</summary>
    protected ISessionStore Store => _store ?? throw new InvalidOperationException("The store is not open.");

    /// <summary>Cancelled when the test is given up.</summary>
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A store that is not initialized, always on the one medium of this test, which is empty at first.</summary>
    protected abstract ISessionStore Create();

    public async ValueTask InitializeAsync()
    {
        _store = Create();
        await _store.InitializeAsync(Token);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await CloseAsync();
    }

    /// <summary>Closes the store and opens another on the same medium, as a restarted server does.</summary>
    protected async Task RestartAsync()
    {
        await CloseAsync();
        await InitializeAsync();
    }

    private async Task CloseAsync()
    {
        if (_store is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }

    private async Task<IReadOnlyList<long>> SeqsAsync(string sessionId) => await SeqsAsync(new EventQuery(sessionId));

    private async Task<IReadOnlyList<long>> SeqsAsync(EventQuery query) => [.. (await Store.ReadAsync(query, Token)).Select(item => item.Seq)];

    private async Task<IReadOnlyList<string>> IdsAsync(string owner, SessionCursor? after, int limit) =>
        [.. (await Store.ListAsync(owner, null, after, limit, Token)).Select(session => session.Id)];

    private async Task<SessionRecord> AppendedAsync(SessionRecord session, params LoggedEvent[] events)
    {
        await Store.AppendAsync(session, events);
        return session;
    }
}
