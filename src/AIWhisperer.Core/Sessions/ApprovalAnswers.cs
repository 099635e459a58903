using System.Diagnostics.CodeAnalysis;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops;
using AIWhisperer.Core.Loops.Approvals;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Sessions;

/// <summary>Takes people's answers to a session's questions whether tool calls may run. Thread-safe.</summary>
/// <param name="host">The session, with the questions whose calls wait.</param>
/// <param name="stored">What there was.</param>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim without a wait handle holds nothing to release.")]
internal sealed class ApprovalAnswers(ILoopHost host, StoredApprovals stored)
{
    private readonly SemaphoreSlim _revoking = new(1);

    /// <summary>
    /// Gives the answer, if it is the first or the same as the first. Completes when it is durable, with the question and its answer.
    /// </summary>
    public async Task<ApprovalView> ResolveAsync(string approvalId, ApprovalAnswer answer, CancellationToken cancellationToken)
    {
        answer.Check();
        if (host.Approvals.Find(approvalId) is not { } question)
        {
            return AsAnswered(await stored.FindAsync(approvalId, null, cancellationToken), answer);
        }

        answer.CheckFits(question.Asked);
        if (question.IsExpired && !question.IsAnswered)
        {
            throw ApprovalAnswer.Expired();
        }

        var isFirst = await question.TryResolveAsync(answer.Resolution, Actor.User, answer.Reason, answer.Remember);
        if (isFirst && answer.Remember is not null)
        {
            await ApproveCoveredAsync(await stored.LoadAsync(cancellationToken));
        }

        var resolved = await stored.FindAsync(approvalId, question.Asked.TurnId, cancellationToken);
        return isFirst && resolved is not null ? resolved : AsAnswered(resolved, answer);
    }

    /// <summary>Takes a standing approval back. Completes when that is durable.</summary>
    public async Task RevokeAsync(string approvalId, CancellationToken cancellationToken)
    {
        // One at a time: it is told once.
        await _revoking.WaitAsync(cancellationToken);
        try
        {
            var approvals = await stored.LoadAsync(cancellationToken);
            var standing = approvals.Standing.Find(approval => approval.ApprovalId == approvalId) ?? throw new NotFoundException(
                ErrorCodes.ApprovalNotFound, "No such approval stands in the session, or not any more. Read its approvals.");
            await host.AppendAsync(new ToolApprovalRevoked(approvalId, standing.Name, Actor.User) { AgentId = standing.AgentId });
        }
        finally
        {
            _revoking.Release();
        }
    }

    /// <summary>What a remembered approval stands for is not asked about any more: also not what was asked already.</summary>
    private async Task ApproveCoveredAsync(ApprovalLog approvals)
    {
        foreach (var other in host.Approvals.Put)
        {
            var asked = other.Asked;
            if (!other.IsExpired && approvals.Covers(asked.AgentId!, asked.Name, asked.Effect, asked.Hash, asked.Untrusted))
            {
                await other.TryResolveAsync(ApprovalResolution.Approved, Actor.User);
            }
        }
    }

    /// <summary>Who did not hear that the answer arrived gives it again, and is told what he would have been.</summary>
    private static ApprovalView AsAnswered(ApprovalView? question, ApprovalAnswer answer) =>
        question is not null && answer.IsThatOf(question) ? question : throw Unanswerable(question);

    private static AIWhispererException Unanswerable(ApprovalView? question) => question switch
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
