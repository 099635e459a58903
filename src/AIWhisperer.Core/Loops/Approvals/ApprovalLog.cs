using AIWhisperer.Core.Events;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Loops.Approvals;

/// <summary>All questions of a session and what became of them: a fold over its events. Not thread-safe while it is filled.</summary>
public sealed class ApprovalLog
{
    private readonly List<ApprovalView> _questions = [];

    /// <summary>The types of the events that matter here; others change nothing.</summary>
    public static IReadOnlyCollection<string> EventTypesApplied { get; } = [EventTypes.ToolApprovalRequired, EventTypes.ToolApprovalResolved];

    /// <summary>Questions that wait for their answer, oldest first.</summary>
    public IReadOnlyList<ApprovalView> Pending => _questions.FindAll(question => question.Resolution is null);

    /// <summary>Approvals that stand for more than their own call, oldest first.</summary>
    public IReadOnlyList<ApprovalView> Standing =>
        _questions.FindAll(question => question is { Resolution: ApprovalResolution.Approved, Remember: not null });

    /// <summary>The question of that id, or null.</summary>
    public ApprovalView? Find(string approvalId) => _questions.Find(question => question.ApprovalId == approvalId);

    /// <summary>Takes the next event of the session.</summary>
    public void Apply(SessionEvent sessionEvent)
    {
        switch (sessionEvent)
        {
            case ToolApprovalRequired asked:
                _questions.Add(ApprovalView.Of(asked));
                break;
            case ToolApprovalResolved answer when _questions.FindIndex(question => question.ApprovalId == answer.ApprovalId) is >= 0 and var at:
                _questions[at] = _questions[at].With(answer);
                break;
        }
    }

    /// <summary>
    /// Whether an approval stands for a call. One that was given before the agent had read what nobody vouches for does not count after it.
    /// </summary>
    internal bool Covers(string agentId, string tool, string effect, string hash, bool isUntrusted) => Standing.Any(standing =>
        standing.AgentId == agentId
        && standing.Name == tool
        && standing.Effect == effect
        && (standing.Remember == ApprovalMemory.Tool || standing.Hash == hash)
        && (standing.Untrusted || !isUntrusted));
}
