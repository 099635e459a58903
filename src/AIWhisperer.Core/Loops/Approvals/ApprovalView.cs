using System.Text.Json;
using AIWhisperer.Core.Events;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Loops.Approvals;

/// <summary>A question whether a tool call may run, and its answer. Immutable.</summary>
/// <param name="ApprovalId">Names the question, unique in the session.</param>
/// <param name="AgentId">The agent whose call it is.</param>
/// <param name="TurnId">The turn.</param>
/// <param name="CallId">The call, unique within its turn.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">As the model gave them: data, not trusted.</param>
/// <param name="Effect">How far the tool can reach.</param>
/// <param name="Hash">What an approval is worth for: send it with the answer to be sure that this very call was answered.</param>
/// <param name="Reason">Why a person is asked.</param>
/// <param name="Untrusted">True when the agent had read what nobody vouches for.</param>
/// <param name="AskedAt">When it was asked, UTC.</param>
/// <param name="ExpiresAt">When it is void, UTC.</param>
public sealed record ApprovalView(
    string ApprovalId,
    string AgentId,
    string TurnId,
    string CallId,
    string Name,
    JsonElement Arguments,
    string Effect,
    string Hash,
    string Reason,
    bool Untrusted,
    DateTimeOffset AskedAt,
    DateTimeOffset ExpiresAt)
{
    /// <summary>What became of it; null while it waits.</summary>
    public ApprovalResolution? Resolution { get; init; }

    /// <summary>Why, where the answer gave a reason.</summary>
    public string? AnswerReason { get; init; }

    /// <summary>For what else in the session the approval stands; null for that call only.</summary>
    public ApprovalMemory? Remember { get; init; }

    internal static ApprovalView Of(ToolApprovalRequired asked) => new(
        asked.ApprovalId,
        asked.AgentId!,
        asked.TurnId!,
        asked.CallId,
        asked.Name,
        asked.Arguments,
        asked.Effect,
        asked.Hash,
        asked.Reason,
        asked.Untrusted,
        asked.At,
        asked.ExpiresAt);

    internal ApprovalView With(ToolApprovalResolved answer) =>
        this with { Resolution = answer.Resolution, AnswerReason = answer.Reason, Remember = answer.Remember };
}
