using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops.Approvals;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Sessions;

/// <summary>Folds the events of one turn into its view.</summary>
internal static class TurnViews
{
    /// <param name="events">The turn's stored events in order; the first is its <c>message.added</c>.</param>
    /// <param name="channels">What is shown of them.</param>
    public static TurnView Fold(IReadOnlyList<LoggedEvent> events, ChannelSet channels)
    {
        var added = (MessageAdded)events[0].Read();
        var view = new TurnView(added.TurnId!, added.AgentId!, TurnStatus.Queued, added.Seq) { Message = View(added) };
        return events.Skip(1).Where(logged => channels.Sees(logged.Channel)).Select(logged => logged.Read()).Aggregate(view, Apply);
    }

    public static MessageView View(MessageAdded added) => new(
        added.MessageId, added.Seq, added.At, added.TurnId!, added.AgentId!, added.Role, MessageChannel.Final, added.Text, false);

    public static MessageView View(MessageCompleted completed) => new(
        completed.MessageId,
        completed.Seq,
        completed.At,
        completed.TurnId!,
        completed.AgentId!,
        "assistant",
        completed.Channel,
        completed.Text,
        completed.Partial);

    private static TurnView FallBack(TurnView view, ModelFellBack fellBack)
    {
        var to = ModelReference.TryParse(fellBack.To);
        return view with { FellBackBecause = fellBack.Reason, Provider = to?.Provider ?? view.Provider, Model = to?.Model ?? view.Model };
    }

    private static TurnView Change(TurnView view, string callId, Func<ToolCallView, ToolCallView> change) =>
        view with { ToolCalls = [.. view.ToolCalls.Select(call => call.CallId == callId ? change(call) : call)] };

    private static TurnView Wait(TurnView view, IReadOnlyList<ApprovalView> pending) =>
        view with { PendingApprovals = pending, Status = pending.Count == 0 ? TurnStatus.Running : TurnStatus.WaitingForApproval };

    private static TurnView Apply(TurnView view, SessionEvent sessionEvent)
    {
        view = view with { LastSeq = sessionEvent.Seq };
        return sessionEvent switch
        {
            TurnStarted started => view with
            {
                Status = TurnStatus.Running,
                Position = null,
                Provider = started.Provider,
                Model = started.Model,
                ConfigRevision = started.ConfigRevision,
            },
            TurnResumed resumed => view with { Provider = resumed.Provider, Model = resumed.Model, ConfigRevision = resumed.ConfigRevision },
            TurnQueued queued => view with { Position = queued.Position },
            MessageAdded { Steers: true } joined => view with { Steering = [.. view.Steering, View(joined)] },
            ModelFellBack fellBack => FallBack(view, fellBack),
            MessageCompleted completed => view with { Replies = [.. view.Replies, View(completed)] },
            ToolRequested requested => view with
            {
                ToolCalls = [.. view.ToolCalls, new ToolCallView(requested.CallId, requested.Name, requested.Arguments, null, null, null, null)],
            },
            ToolApprovalRequired asked => Wait(
                Change(view, asked.CallId, call => call with { Approval = new ToolCallApproval(asked.ApprovalId, asked.ExpiresAt, asked.Reason) }),
                [.. view.PendingApprovals, ApprovalView.Of(asked)]),
            ToolApprovalResolved answer => Wait(
                Change(view, answer.CallId, call => call with { Approval = call.Approval!.With(answer) }),
                [.. view.PendingApprovals.Where(pending => pending.ApprovalId != answer.ApprovalId)]),
            ToolCompleted completed => Change(view, completed.CallId, call => call with
            {
                Outcome = completed.Outcome,
                Result = completed.Result,
                Error = completed.Error,
                DurationMs = completed.DurationMs,
                Untrusted = completed.Untrusted,
            }),
            TurnCompleted ended => view with
            {
                Status = TurnStatus.Completed,
                FinishReason = ended.FinishReason,
                Usage = ended.Usage,
                Timings = ended.Timings,
            },
            TurnCancelled ended => view with
            {
                Status = TurnStatus.Cancelled,
                Position = null,
                CancelledBy = ended.By,
                ReplacedBy = ended.ReplacedBy,
                RolledBack = ended.RolledBack,
                Usage = ended.Usage,
                Timings = ended.Timings,
            },
            TurnFailed ended => view with
            {
                Status = TurnStatus.Failed,
                Position = null,
                Error = ended.Error,
                Usage = ended.Usage,
                Timings = ended.Timings,
            },
            TurnInterrupted ended => view with
            {
                Status = TurnStatus.Interrupted,
                InterruptedBecause = ended.Reason,
                Usage = ended.Usage,
            },
            _ => view,
        };
    }
}
