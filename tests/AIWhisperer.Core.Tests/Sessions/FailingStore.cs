using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;

namespace AIWhisperer.Core.Tests.Sessions;

/// <summary>A store that refuses appends while told to, as one on a full disk does, and stalls, as a slow one does.</summary>
internal sealed class FailingStore(ISessionStore inner) : ISessionStore
{
    private readonly TaskCompletionSource _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stored = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the first append has begun to wait for <see cref="AppendsWaitFor"/>.</summary>
    public Task Stalled => _stalled.Task;

    /// <summary>Completes when the first append is stored whose acknowledgement waits for <see cref="AcknowledgementsWaitFor"/>.</summary>
    public Task Stored => _stored.Task;

    /// <summary>Completes at the first refusal.</summary>
    public Task Refused => _refused.Task;

    /// <summary>How many of the next appends are refused.</summary>
    public int AppendsToRefuse { get; set; }

    /// <summary>How many of the next appends that write a row only are refused.</summary>
    public int CorrectionsToRefuse { get; set; }

    /// <summary>How many of the next deletions are refused.</summary>
    public int DeletesToRefuse { get; set; }

    /// <summary>How many of the next reads throw what no store should.</summary>
    public int ReadsToBreak { get; set; }

    /// <summary>Appends with an event of this type are refused.</summary>
    public string? TypeToRefuse { get; set; }

    /// <summary>
    /// Appends wait for this before they reach the store, as on a medium that stalls; null means that they do not. Its continuations have to
    /// run at once: what is appended after it must not overtake what waited.
    /// </summary>
    public Task? AppendsWaitFor { get; set; }

    /// <summary>What was appended is stored, but its acknowledgement waits for this; null means that it does not.</summary>
    public Task? AcknowledgementsWaitFor { get; set; }

    /// <summary>Gives what a read waits for before it reaches the store; null means that none waits.</summary>
    public Func<EventQuery, Task>? ReadsWaitFor { get; set; }

    public Task InitializeAsync(CancellationToken cancellationToken) => inner.InitializeAsync(cancellationToken);

    public Task CheckAsync(CancellationToken cancellationToken) => inner.CheckAsync(cancellationToken);

    public async Task AppendAsync(
        SessionRecord session, IReadOnlyList<LoggedEvent> events, AcceptedMessage? accepted = null, UsageEntry? usage = null)
    {
        // Counted before the wait: appends that wait may go on in any order.
        var isCounted = AppendsToRefuse-- > 0;
        if (AppendsWaitFor is { } signal)
        {
            _stalled.TrySetResult();
            await signal;
        }

        var isRefused = isCounted
            || events.Any(logged => logged.Type == TypeToRefuse)
            || (events.Count == 0 && CorrectionsToRefuse-- > 0);
        await (isRefused ? Refuse() : inner.AppendAsync(session, events, accepted, usage));
        if (AcknowledgementsWaitFor is { } acknowledgement)
        {
            _stored.TrySetResult();
            await acknowledgement;
        }
    }

    public Task<SessionRecord?> FindAsync(string sessionId, CancellationToken cancellationToken) =>
        inner.FindAsync(sessionId, cancellationToken);

    public Task<IReadOnlyList<SessionRecord>> ListAsync(
        string owner, string? search, SessionCursor? after, int limit, CancellationToken cancellationToken) =>
        inner.ListAsync(owner, search, after, limit, cancellationToken);

    public Task<int> CountAsync(string? owner, CancellationToken cancellationToken) => inner.CountAsync(owner, cancellationToken);

    public async Task<IReadOnlyList<LoggedEvent>> ReadAsync(EventQuery query, CancellationToken cancellationToken)
    {
        if (ReadsWaitFor is { } wait)
        {
            await wait(query);
        }

        return ReadsToBreak-- > 0 ? throw new InvalidOperationException("A defect.") : await inner.ReadAsync(query, cancellationToken);
    }

    public Task<IReadOnlyList<string>> FindUnfinishedAsync(CancellationToken cancellationToken) =>
        inner.FindUnfinishedAsync(cancellationToken);

    public Task<AcceptedMessage?> FindAcceptedAsync(string sessionId, string clientMessageId, CancellationToken cancellationToken) =>
        inner.FindAcceptedAsync(sessionId, clientMessageId, cancellationToken);

    public Task<int> ForgetAcceptedAsync(DateTimeOffset through, int limit, CancellationToken cancellationToken) =>
        inner.ForgetAcceptedAsync(through, limit, cancellationToken);

    public Task<UsageReport> ReadUsageAsync(UsageQuery query, CancellationToken cancellationToken) =>
        inner.ReadUsageAsync(query, cancellationToken);

    public Task DeleteAsync(string sessionId, CancellationToken cancellationToken) =>
        DeletesToRefuse-- > 0 ? Refuse() : inner.DeleteAsync(sessionId, cancellationToken);

    private Task Refuse()
    {
        _refused.TrySetResult();
        return Task.FromException(new UnavailableException(ErrorCodes.StorageUnavailable, "The disk is full."));
    }
}
