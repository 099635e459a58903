using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops.Approvals;

namespace AIWhisperer.Core.Sessions;

/// <summary>A turn as its events tell it. Immutable.</summary>
/// <param name="TurnId">The turn.</param>
/// <param name="AgentId">The agent that answers.</param>
/// <param name="Status">How far it is.</param>
/// <param name="LastSeq">The sequence number of the latest event told here.</param>
public sealed record TurnView(string TurnId, string AgentId, TurnStatus Status, long LastSeq)
{
    /// <summary>Whether it has no ending yet.</summary>
    internal bool IsOpen => Status is TurnStatus.Queued or TurnStatus.Running or TurnStatus.WaitingForApproval;

    /// <summary>The user's message.</summary>
    public required MessageView Message { get; init; }

    /// <summary>Messages that joined the turn while it ran, in order.</summary>
    public IReadOnlyList<MessageView> Steering { get; init; } = [];

    /// <summary>What the agent wrote on the channels that were asked for, in order.</summary>
    public IReadOnlyList<MessageView> Replies { get; init; } = [];

    /// <summary>The tools it called, in order; they belong to commentary.</summary>
    public IReadOnlyList<ToolCallView> ToolCalls { get; init; } = [];

    /// <summary>The questions that it waits for a person to answer, on whatever channels.</summary>
    public IReadOnlyList<ApprovalView> PendingApprovals { get; init; } = [];

    /// <summary>The answer: the text of the replies on the final channel.</summary>
    public string Text => string.Join("\n\n", Replies.Where(reply => reply.Channel == MessageChannel.Final).Select(reply => reply.Text));

    /// <summary>How many turns run or wait before it; null when it does not wait.</summary>
    public int? Position { get; init; }

    /// <summary>The provider that answers; null while queued.</summary>
    public string? Provider { get; init; }

    /// <summary>The model that answers; null while queued.</summary>
    public string? Model { get; init; }

    /// <summary>The agent revision the turn runs with; null while queued.</summary>
    public string? ConfigRevision { get; init; }

    /// <summary>Set when another model than the agent's first choice answers.</summary>
    public string? FellBackBecause { get; init; }

    /// <summary>Why a completed turn ended.</summary>
    public FinishReason? FinishReason { get; init; }

    /// <summary>Who cancelled it.</summary>
    public Actor? CancelledBy { get; init; }

    /// <summary>The turn whose message took its place, where one did.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>True when the conversation goes on as if the turn had never been.</summary>
    public bool RolledBack { get; init; }

    /// <summary>Why it failed.</summary>
    public TurnError? Error { get; init; }

    /// <summary>Why it was interrupted.</summary>
    public string? InterruptedBecause { get; init; }

    /// <summary>Tokens and what they cost; set at the end, unless a crash was the end.</summary>
    public TurnUsage? Usage { get; init; }

    /// <summary>How long it took; set at the end.</summary>
    public TurnTimings? Timings { get; init; }
}
