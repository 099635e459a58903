using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops;
using AIWhisperer.Core.Loops.Approvals;
using AIWhisperer.Core.Loops.Callers;
using AIWhisperer.Core.Loops.ClientTools;

namespace AIWhisperer.Core.Sessions;

/// <summary>The session as its loops see it. Holding it keeps the session in memory.</summary>
internal sealed class SessionLoopHost(Session session, SessionLog log, ClientToolRules clientTools) : ILoopHost
{
    public string Owner => session.Owner;

    public string ActiveAgentId => session.Record.ActiveAgentId;

    public IReadOnlyList<AILoopStatus> Loops => session.Loops;

    public ApprovalDesk Approvals { get; } = new();

    public ClientToolDesk ClientTools { get; } = new(clientTools);

    public Task<long> AppendAsync(params ReadOnlySpan<SessionEvent> events) => log.AppendAsync(events);

    public ILiveMessage BeginMessage(string turnId, string agentId, MessageChannel channel) => log.BeginMessage(turnId, agentId, channel);

    public Task<LoopHistory> LoadHistoryAsync(string agentId, CancellationToken cancellationToken) =>
        session.LoadHistoryAsync(agentId, cancellationToken);

    public Task<ApprovalLog> LoadApprovalsAsync(CancellationToken cancellationToken) => session.LoadApprovalsAsync(cancellationToken);

    public Task SwitchAgentAsync(string fromAgentId, string toAgentId, string? reason, CancellationToken cancellationToken) =>
        session.SwitchAgentAsync(toAgentId, null, CallerAgent.Is(fromAgentId) ? null : fromAgentId, reason, cancellationToken);
}
