using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;

namespace AIWhisperer.Core.Tests.Sessions;

/// <summary>A store that refuses appends while told to, as one on a full disk does.</summary>
internal sealed class FailingStore(ISessionStore inner) : ISessionStore
{
    public bool Fails { get; set; }

    public Task InitializeAsync(CancellationToken cancellationToken) => inner.InitializeAsync(cancellationToken);

    public Task AppendAsync(SessionRecord session, IReadOnlyList<LoggedEvent> events) => Fails
        ? Task.FromException(new UnavailableException(ErrorCodes.StorageUnavailable, "The disk is full."))
        : inner.AppendAsync(session, events);

    public Task<SessionRecord?> FindAsync(string sessionId, CancellationToken cancellationToken) =>
        inner.FindAsync(sessionId, cancellationToken);

    public Task<IReadOnlyList<SessionRecord>> ListAsync(
        string owner, SessionCursor? after, int limit, CancellationToken cancellationToken) =>
        inner.ListAsync(owner, after, limit, cancellationToken);

    public Task<int> CountAsync(string owner, CancellationToken cancellationToken) => inner.CountAsync(owner, cancellationToken);

    public Task<IReadOnlyList<LoggedEvent>> ReadAsync(EventQuery query, CancellationToken cancellationToken) =>
        inner.ReadAsync(query, cancellationToken);

    public Task<IReadOnlyList<string>> FindUnfinishedAsync(CancellationToken cancellationToken) =>
        inner.FindUnfinishedAsync(cancellationToken);

    public Task DeleteAsync(string sessionId, CancellationToken cancellationToken) => inner.DeleteAsync(sessionId, cancellationToken);
}
