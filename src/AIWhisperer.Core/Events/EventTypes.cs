namespace AIWhisperer.Core.Events;

/// <summary>The <c>type</c> of each event on the wire and in the store.</summary>
public static class EventTypes
{
#pragma warning disable CS1591 // Each is the wire name of the case of the same name in SessionEvent.
    public const string SessionCreated = "session.created";
    public const string SessionRenamed = "session.renamed";
    public const string SessionClosed = "session.closed";
    public const string ServerDraining = "server.draining";
    public const string AgentSwitched = "agent.switched";
    public const string AgentReloaded = "agent.reloaded";
    public const string MessageAdded = "message.added";
    public const string MessageDelta = "message.delta";
    public const string MessageCompleted = "message.completed";
    public const string ToolRequested = "tool.requested";
    public const string ToolApprovalRequired = "tool.approvalRequired";
    public const string ToolApprovalResolved = "tool.approvalResolved";
    public const string ToolApprovalRevoked = "tool.approvalRevoked";
    public const string ToolClientCalled = "tool.clientCalled";
    public const string ToolProgressed = "tool.progressed";
    public const string ToolCompleted = "tool.completed";
    public const string MessageDropped = "message.dropped";
    public const string ModelQueued = "model.queued";
    public const string ModelRetried = "model.retried";
    public const string ModelFellBack = "model.fellBack";
    public const string TurnQueued = "turn.queued";
    public const string TurnStarted = "turn.started";
    public const string TurnResumed = "turn.resumed";
    public const string TurnSteered = "turn.steered";
    public const string TurnCompleted = "turn.completed";
    public const string TurnCancelled = "turn.cancelled";
    public const string TurnFailed = "turn.failed";
    public const string TurnInterrupted = "turn.interrupted";
#pragma warning restore CS1591

    /// <summary>The wire name of an event.</summary>
    public static string Of(SessionEvent sessionEvent) => sessionEvent switch
    {
        SessionEvent.SessionCreated => SessionCreated,
        SessionEvent.SessionRenamed => SessionRenamed,
        SessionEvent.SessionClosed => SessionClosed,
        SessionEvent.ServerDraining => ServerDraining,
        SessionEvent.AgentSwitched => AgentSwitched,
        SessionEvent.AgentReloaded => AgentReloaded,
        SessionEvent.MessageAdded => MessageAdded,
        SessionEvent.MessageDelta => MessageDelta,
        SessionEvent.MessageCompleted => MessageCompleted,
        SessionEvent.ToolRequested => ToolRequested,
        SessionEvent.ToolApprovalRequired => ToolApprovalRequired,
        SessionEvent.ToolApprovalResolved => ToolApprovalResolved,
        SessionEvent.ToolApprovalRevoked => ToolApprovalRevoked,
        SessionEvent.ToolClientCalled => ToolClientCalled,
        SessionEvent.ToolProgressed => ToolProgressed,
        SessionEvent.ToolCompleted => ToolCompleted,
        SessionEvent.MessageDropped => MessageDropped,
        SessionEvent.ModelQueued => ModelQueued,
        SessionEvent.ModelRetried => ModelRetried,
        SessionEvent.ModelFellBack => ModelFellBack,
        SessionEvent.TurnQueued => TurnQueued,
        SessionEvent.TurnStarted => TurnStarted,
        SessionEvent.TurnResumed => TurnResumed,
        SessionEvent.TurnSteered => TurnSteered,
        SessionEvent.TurnCompleted => TurnCompleted,
        SessionEvent.TurnCancelled => TurnCancelled,
        SessionEvent.TurnFailed => TurnFailed,
        SessionEvent.TurnInterrupted => TurnInterrupted,
        _ => throw new ArgumentOutOfRangeException(nameof(sessionEvent)),
    };

    /// <summary>Whether an event of this type ends its turn: a turn has exactly one such event.</summary>
    public static bool IsTurnEnding(string type) => type is TurnCompleted or TurnCancelled or TurnFailed or TurnInterrupted;
}
