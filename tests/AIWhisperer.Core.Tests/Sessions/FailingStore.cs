using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;

namespace AIWhisperer.Core.Tests.Sessions;

/// <summary>A store that refuses appends while told to, as one on a full disk does, and holds one, as a slow disk does.</summary>
internal sealed class FailingStore(ISessionStore inner) : ISessionStore
{
    private readonly TaskCompletionSource _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _verdict = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _holdsNextMessage;

    /// <summary>Completes when the append that <see cref="HoldNextMessage"/> announced has come.</summary>
    public Task Held => _held.Task;

    /// <summary>Completes at the first refusal.</summary>
    public Task Refused => _refused.Task;

    /// <summary>How many of the next appends are refused.</summary>
    public int AppendsToRefuse { get; set; }

    /// <summary>How many of the next deletions are refused.</summary>
    public int DeletesToRefuse { get; set; }

    /// <summary>Appends with an event of this type are refused.</summary>
    public string? TypeToRefuse { get; set; }

    public Task InitializeAsync(CancellationToken cancellationToken) => inner.InitializeAsync(cancellationToken);

    public Task AppendAsync(SessionRecord session, IReadOnlyList<LoggedEvent> events, AcceptedMessage? accepted = null) =>
        Takes(events, ref _holdsNextMessage) ? HoldAsync(() => inner.AppendAsync(session, events, accepted))
        : AppendsToRefuse-- > 0 || events.Any(logged => logged.Type == TypeToRefuse) ? RefuseAsync()
        : inner.AppendAsync(session, events, accepted);

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

    public Task<AcceptedMessage?> FindAcceptedAsync(string sessionId, string clientMessageId, CancellationToken cancellationToken) =>
        inner.FindAcceptedAsync(sessionId, clientMessageId, cancellationToken);

    public Task<int> ForgetAcceptedAsync(DateTimeOffset through, int limit, CancellationToken cancellationToken) =>
        inner.ForgetAcceptedAsync(through, limit, cancellationToken);

    public Task DeleteAsync(string sessionId, CancellationToken cancellationToken) =>
        DeletesToRefuse-- > 0 ? RefuseAsync() : inner.DeleteAsync(sessionId, cancellationToken);

    /// <summary>Holds the next append of an accepted message until <see cref="Release"/> or <see cref="Refuse"/>.</summary>
    public void HoldNextMessage() => _holdsNextMessage = true;

    /// <summary>Stores what is held.</summary>
    public void Release() => _verdict.SetResult(true);

    /// <summary>Refuses what is held.</summary>
    public void Refuse() => _verdict.SetResult(false);

    private static bool Takes(IReadOnlyList<LoggedEvent> events, ref bool holds) =>
        events.Any(logged => logged.Type == EventTypes.MessageAdded) && Interlocked.Exchange(ref holds, false);

    private async Task HoldAsync(Func<Task> appendAsync)
    {
        _held.SetResult();
        await (await _verdict.Task ? appendAsync() : RefuseAsync());
    }

    private Task RefuseAsync()
    {
        _refused.TrySetResult();
        return Task.FromException(new UnavailableException(ErrorCodes.StorageUnavailable, "The disk is full."));
    }
}
