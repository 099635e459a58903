using AIWhisperer.Core.Events;

namespace AIWhisperer.Core.Sessions;

/// <summary>What a person was asked about a tool call. Immutable.</summary>
/// <param name="ApprovalId">The question.</param>
/// <param name="ExpiresAt">When it is void, UTC.</param>
/// <param name="Reason">Why a person is asked.</param>
public sealed record ToolCallApproval(string ApprovalId, DateTimeOffset ExpiresAt, string Reason)
{
    /// <summary>What became of it; null while it waits.</summary>
    public ApprovalResolution? Resolution { get; init; }

    /// <summary>Why, where the answer gave a reason.</summary>
    public string? AnswerReason { get; init; }

    /// <summary>For what else in the session the approval was given; null for that call only.</summary>
    public ApprovalMemory? Remember { get; init; }

    internal ToolCallApproval With(SessionEvent.ToolApprovalResolved answer) =>
        this with { Resolution = answer.Resolution, AnswerReason = answer.Reason, Remember = answer.Remember };
}
