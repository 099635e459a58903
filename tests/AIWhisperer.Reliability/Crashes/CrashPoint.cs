namespace AIWhisperer.Reliability.Crashes;

/// <summary>A named point at which the server is killed.</summary>
/// <param name="Name">As in the figures.</param>
/// <param name="Scene">What the client does until then.</param>
/// <param name="At">Where the process kills itself, as its settings say it; empty when the test kills it.</param>
internal sealed record CrashPoint(string Name, CrashScene Scene, string At = "")
{
    /// <summary>Whether every turn comes by, so that the first one of the session is the one that dies.</summary>
    public bool IsOfEveryTurn => At.Split(' ')[^1] is "message.added" or "turn.started" or "ending";

    /// <summary>Whether a turn comes by in each of its tool rounds.</summary>
    public bool IsOfARound => At.Split(' ')[^1] is "tool.requested" or "effect" or "tool.completed"
        or "tool.approvalRequired" or "tool.approvalResolved" or "tool.progressed";

    /// <summary>Whether the agent's calls wait for a person.</summary>
    public bool IsOfApproval => Scene is CrashScene.ApprovedTurn or CrashScene.WaitingCall;

    /// <summary>In the order of the cycles: a kill during recovery needs something to recover from the cycle before.</summary>
    public static IReadOnlyList<CrashPoint> All { get; } =
    [
        new("before the acceptance is stored", CrashScene.ToolTurn, "before message.added"),
        new("after the acceptance is stored", CrashScene.ToolTurn, "after message.added"),
        new("before turn.started", CrashScene.ToolTurn, "before turn.started"),
        new("after turn.started", CrashScene.ToolTurn, "after turn.started"),
        new("at the model's call", CrashScene.SilentModel),
        new("after the first delta", CrashScene.FirstDelta),
        new("during recovery, before the interruption", CrashScene.Recovery, "before turn.interrupted"),
        new("in mid-stream", CrashScene.MidStream),
        new("during recovery, after the interruption", CrashScene.Recovery, "after turn.interrupted"),
        new("before message.completed and tool.requested", CrashScene.ToolTurn, "before tool.requested"),
        new("after message.completed and tool.requested", CrashScene.ToolTurn, "after tool.requested"),
        new("between effect and record", CrashScene.ToolTurn, "after effect"),
        new("before tool.completed", CrashScene.ToolTurn, "before tool.completed"),
        new("after tool.completed", CrashScene.ToolTurn, "after tool.completed"),
        new("before the ending", CrashScene.ToolTurn, "before ending"),
        new("after the ending", CrashScene.ToolTurn, "after ending"),
        new("while turns wait", CrashScene.WaitingTurns),
        new("during recovery, as a waiting turn starts", CrashScene.Recovery, "before turn.started"),
        new("while a call waits for a person", CrashScene.WaitingCall),
        new("during recovery, before turn.resumed", CrashScene.Recovery, "before turn.resumed"),
        new("before tool.approvalRequired", CrashScene.ApprovedTurn, "before tool.approvalRequired"),
        new("after tool.approvalRequired", CrashScene.ApprovedTurn, "after tool.approvalRequired"),
        new("during recovery, after turn.resumed", CrashScene.Recovery, "after turn.resumed"),
        new("before tool.approvalResolved", CrashScene.ApprovedTurn, "before tool.approvalResolved"),
        new("after tool.approvalResolved", CrashScene.ApprovedTurn, "after tool.approvalResolved"),
        new("before an approved call begins", CrashScene.ApprovedTurn, "before tool.progressed"),
        new("after an approved call has begun", CrashScene.ApprovedTurn, "after tool.progressed"),
        new("between an approved call's effect and its record", CrashScene.ApprovedTurn, "after effect"),
        new("before session.closed", CrashScene.Deletion, "before session.closed"),
        new("after session.closed", CrashScene.Deletion, "after session.closed"),
        new("before the deletion", CrashScene.Deletion, "before delete"),
        new("after the deletion", CrashScene.Deletion, "after delete"),
    ];
}
