using System.Collections.Immutable;
using AIWhisperer.Core.Events;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Loops.Approvals;

/// <summary>What counts of a session's approvals: a fold over its events, which forgets the questions that have had their effect. Immutable.</summary>
public sealed class ApprovalLog
{
    private ApprovalLog(ImmutableList<ApprovalView> pending, ImmutableList<ApprovalView> standing)
    {
        Pending = pending;
        Standing = standing;
    }

    /// <summary>The types of the events that matter here; others change nothing.</summary>
    public static IReadOnlyCollection<string> EventTypesApplied { get; } =
        [EventTypes.ToolApprovalRequired, EventTypes.ToolApprovalResolved, EventTypes.ToolApprovalRevoked];

    /// <summary>That of a new session.</summary>
    public static ApprovalLog Empty { get; } = new([], []);

    /// <summary>Questions that wait for their answer, oldest first.</summary>
    public ImmutableList<ApprovalView> Pending { get; }

    /// <summary>Approvals that stand for more than their own call and were not taken back, oldest first.</summary>
    public ImmutableList<ApprovalView> Standing { get; }

    /// <summary>The log with the next event of the session.</summary>
    public ApprovalLog With(SessionEvent sessionEvent) => sessionEvent switch
    {
        ToolApprovalRequired asked => new(Pending.Add(ApprovalView.Of(asked)), Standing),
        ToolApprovalResolved answer when FindPending(answer.ApprovalId) is { } question => Resolve(question, question.With(answer)),
        ToolApprovalRevoked revoked => new(Pending, Standing.RemoveAll(standing => standing.ApprovalId == revoked.ApprovalId)),
        _ => this,
    };

    internal ApprovalView? FindPending(string approvalId) => Pending.Find(question => question.ApprovalId == approvalId);

    /// <summary>
    /// Whether an approval stands for a call. One that was given before the agent had read what nobody vouches for does not count after it.
    /// </summary>
    internal bool Covers(string agentId, string tool, string effect, string hash, bool isUntrusted) => Standing.Exists(standing =>
        standing.AgentId == agentId
        && standing.Name == tool
        && standing.Effect == effect
        && (standing.Remember == ApprovalMemory.Tool || standing.Hash == hash)
        && (standing.Untrusted || !isUntrusted));

    private ApprovalLog Resolve(ApprovalView question, ApprovalView resolved) => new(
        Pending.Remove(question),
        resolved is { Resolution: ApprovalResolution.Approved, Remember: not null } ? Standing.Add(resolved) : Standing);
}
