using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops.Approvals;

namespace AIWhisperer.Core.Sessions;

/// <summary>Takes people's answers to a session's questions whether tool calls may run. Thread-safe.</summary>
/// <param name="desk">The questions whose calls wait.</param>
/// <param name="stored">All questions that there were.</param>
internal sealed class ApprovalAnswers(ApprovalDesk desk, StoredConversation stored)
{
    /// <summary>Gives the answer, if it is the first. Completes when it is durable, with the question and its answer.</summary>
    public async Task<ApprovalView> ResolveAsync(string approvalId, ApprovalAnswer answer, CancellationToken cancellationToken)
    {
        answer.Check();
        if (desk.Find(approvalId) is not { } question)
        {
            throw Unanswerable(await stored.LoadApprovalsAsync(cancellationToken), approvalId);
        }

        answer.CheckFits(question.Asked);
        if (question.IsExpired)
        {
            throw ApprovalAnswer.Expired();
        }

        var isFirst = await question.TryResolveAsync(answer.Resolution, Actor.User, answer.Reason, answer.Remember);
        var approvals = await stored.LoadApprovalsAsync(cancellationToken);
        if (isFirst && answer.Remember is not null)
        {
            await ApproveCoveredAsync(approvals);
        }

        return isFirst && approvals.Find(approvalId) is { } resolved ? resolved : throw Unanswerable(approvals, approvalId);
    }

    /// <summary>What a remembered approval stands for is not asked about any more: also not what was asked already.</summary>
    private async Task ApproveCoveredAsync(ApprovalLog approvals)
    {
        foreach (var other in desk.Put)
        {
            var asked = other.Asked;
            if (!other.IsExpired && approvals.Covers(asked.AgentId!, asked.Name, asked.Effect, asked.Hash, asked.Untrusted))
            {
                await other.TryResolveAsync(ApprovalResolution.Approved, Actor.User);
            }
        }
    }

    private static AIWhispererException Unanswerable(ApprovalLog approvals, string approvalId) => approvals.Find(approvalId) switch
    {
        null => new NotFoundException(
            ErrorCodes.ApprovalNotFound, "The session has no such question. Read its approvals, or the event 'tool.approvalRequired'."),
        { Resolution: ApprovalResolution.Expired } => ApprovalAnswer.Expired(),

        // One that the log has no answer to is just being taken back.
        { Resolution: null or ApprovalResolution.Withdrawn } => new ConflictException(
            ErrorCodes.ApprovalResolved, "The question was taken back: its turn has ended."),
        _ => new ConflictException(ErrorCodes.ApprovalResolved, "The question has an answer already. The first one counts."),
    };
}
