using System.Diagnostics.CodeAnalysis;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops.Approvals;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Sessions;

/// <summary>What the store holds of one session's approvals. It keeps what it has read, and reads only what came since. Thread-safe.</summary>
/// <param name="sessionId">The session.</param>
/// <param name="store">Its store.</param>
/// <param name="lastSeq">The sequence number up to which the store has all that it will ever have.</param>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim without a wait handle holds nothing to release.")]
internal sealed class StoredApprovals(string sessionId, ISessionStore store, Func<long> lastSeq)
{
    private readonly SemaphoreSlim _reading = new(1);
    private ApprovalLog _log = ApprovalLog.Empty;
    private long _readThrough;

    /// <summary>What counts of them now.</summary>
    public async Task<ApprovalLog> LoadAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            var through = lastSeq();
            var query = new EventQuery(sessionId) { After = _readThrough, Through = through, Types = ApprovalLog.EventTypesApplied };
            var events = await store.ReadAsync(query, cancellationToken);
            _log = events.Aggregate(_log, (log, logged) => log.With(logged.Read()));
            _readThrough = through;
            return _log;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>A question, whatever has become of it, or null.</summary>
    /// <param name="approvalId">The question.</param>
    /// <param name="turnId">Its turn; null when it is not known, and then all that there were are read.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    public async Task<ApprovalView?> FindAsync(string approvalId, string? turnId, CancellationToken cancellationToken)
    {
        var query = new EventQuery(sessionId) { TurnId = turnId, Types = [EventTypes.ToolApprovalRequired, EventTypes.ToolApprovalResolved] };
        var events = await store.ReadAsync(query, cancellationToken);
        return events.Aggregate(default(ApprovalView), (found, logged) => logged.Read() switch
        {
            ToolApprovalRequired asked when asked.ApprovalId == approvalId => ApprovalView.Of(asked),
            ToolApprovalResolved answer when answer.ApprovalId == approvalId => found?.With(answer),
            _ => found,
        });
    }
}
