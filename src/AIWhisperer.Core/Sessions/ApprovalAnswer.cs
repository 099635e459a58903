using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops.Approvals;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Sessions;

/// <summary>A person's answer to the question whether a tool call may run.</summary>
/// <param name="Decision">Whether it may.</param>
/// <param name="Reason">Why, at most 1,000 characters; of a refusal the model is told.</param>
/// <param name="Remember">For what else in the session an approval stands; without it, for this call only.</param>
/// <param name="Hash">The question's <c>hash</c>: the answer counts only if it is about that very call.</param>
public sealed record ApprovalAnswer(
    ApprovalChoice Decision, string? Reason = null, ApprovalMemory? Remember = null, string? Hash = null)
{
    private const int LongestReason = 1_000;

    internal ApprovalResolution Resolution => Decision == ApprovalChoice.Approve ? ApprovalResolution.Approved : ApprovalResolution.Refused;

    internal static ConflictException Expired() =>
        new(ErrorCodes.ApprovalExpired, "Nobody answered the question in time: the call is not run. The agent may ask again.");

    /// <exception cref="InvalidInputException">It is no answer.</exception>
    internal void Check()
    {
        if (Reason is { Length: > LongestReason })
        {
            throw new InvalidInputException(
                ErrorCodes.TooLarge, "reason", $"'reason' has {Reason.Length} characters; at most {LongestReason} are taken.");
        }

        if (Remember is not null && Decision == ApprovalChoice.Refuse)
        {
            throw new InvalidInputException(
                ErrorCodes.InvalidRequest, "remember", "Only an approval can be remembered. Leave 'remember' out of a refusal.");
        }
    }

    /// <exception cref="ConflictException">It is about another call.</exception>
    internal void CheckFits(ToolApprovalRequired asked)
    {
        if (!IsAbout(asked.Hash))
        {
            throw new ConflictException(
                ErrorCodes.ApprovalMismatch, "'hash' is not that of the question: it is about another call. Show it to the person again.");
        }
    }

    /// <summary>Whether the question was given this very answer.</summary>
    internal bool IsThatOf(ApprovalView question) =>
        question.Resolution == Resolution && question.AnswerReason == Reason && question.Remember == Remember && IsAbout(question.Hash);

    private bool IsAbout(string hash) => Hash is null || Hash.Equals(hash, StringComparison.OrdinalIgnoreCase);
}
