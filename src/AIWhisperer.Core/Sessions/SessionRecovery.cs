using AIWhisperer.Core.Events;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Sessions;

/// <summary>
/// Puts a session right whose log has turns without an ending: those that ran are interrupted, those that waited run now. Nothing that
/// may have had an effect is done a second time.
/// </summary>
internal static class SessionRecovery
{
    private const string Interrupted = "The server stopped while the turn ran.";

    private static readonly string[] s_types =
    [
        EventTypes.MessageAdded, EventTypes.TurnQueued, EventTypes.TurnStarted, EventTypes.ToolRequested, EventTypes.ToolCompleted,
        EventTypes.TurnCompleted, EventTypes.TurnCancelled, EventTypes.TurnFailed, EventTypes.TurnInterrupted,
    ];

    public static async Task RecoverAsync(Session session, ISessionStore store, CancellationToken cancellationToken)
    {
        var open = new Dictionary<string, OpenTurn>(StringComparer.Ordinal);
        foreach (var logged in await store.ReadAsync(new EventQuery(session.Id) { Types = s_types }, cancellationToken))
        {
            Follow(open, logged.Read());
        }

        // Only when every append has succeeded may loops run: the session of a recovery that fails is thrown away.
        var turns = open.Values.OrderBy(turn => turn.Position).ThenByDescending(turn => turn.PositionSeq).ToLookup(turn => turn.IsStarted);
        foreach (var turn in turns[true])
        {
            await session.AppendAsync(Interrupt(turn));
        }

        foreach (var turn in turns[false].Where(turn => turn.IsSentAgain))
        {
            await session.AppendAsync(TakeBack(turn));
        }

        foreach (var turn in turns[false].Where(turn => !turn.IsSentAgain))
        {
            await ResumeAsync(session, turn.Added, cancellationToken);
        }
    }

    private static void Follow(Dictionary<string, OpenTurn> open, SessionEvent sessionEvent)
    {
        if (sessionEvent is MessageAdded { Steers: false } added)
        {
            foreach (var earlier in open.Values.Where(turn => added.ClientMessageId is { } id && turn.Added.ClientMessageId == id))
            {
                earlier.IsSentAgain = true;
            }

            open[added.TurnId!] = new OpenTurn(added);
        }
        else if (EventTypes.IsTurnEnding(EventTypes.Of(sessionEvent)))
        {
            open.Remove(sessionEvent.TurnId!);
        }
        else if (open.TryGetValue(sessionEvent.TurnId!, out var turn))
        {
            switch (sessionEvent)
            {
                case TurnQueued queued:
                    (turn.Position, turn.PositionSeq) = (queued.Position, queued.Seq);
                    break;
                case TurnStarted:
                    turn.IsStarted = true;
                    break;
                case ToolRequested requested:
                    turn.OpenCalls.Add(requested);
                    break;
                case ToolCompleted completed:
                    turn.OpenCalls.RemoveAll(call => call.CallId == completed.CallId);
                    break;
            }
        }
    }

    private static SessionEvent[] Interrupt(OpenTurn turn) =>
    [
        .. turn.OpenCalls.Select(call => new ToolCompleted(
            call.CallId,
            call.Name,
            ToolCallOutcome.Unknown,
            null,
            "The server stopped while the tool ran; whether it had an effect is unknown.",
            0)
        {
            AgentId = call.AgentId,
            TurnId = call.TurnId,
        }),
        new TurnInterrupted(Interrupted) { AgentId = turn.Added.AgentId, TurnId = turn.Added.TurnId },
    ];

    /// <summary>Its sender was told that nothing was kept, and sent it again: the crash came before the log could say so.</summary>
    private static TurnCancelled TakeBack(OpenTurn turn) => new(Actor.System, TurnUsage.None, new TurnTimings(0, null, 0))
    {
        AgentId = turn.Added.AgentId,
        TurnId = turn.Added.TurnId,
        RolledBack = true,
    };

    private static async Task ResumeAsync(Session session, MessageAdded added, CancellationToken cancellationToken)
    {
        try
        {
            await session.ResumeAsync(added, cancellationToken);
        }
        catch (AIWhispererException exception) when (exception is NotFoundException or UnavailableException or LimitReachedException)
        {
            await FailAsync(session, added, exception);
        }
    }

    private static async Task FailAsync(Session session, MessageAdded added, AIWhispererException exception)
    {
        try
        {
            await session.AppendAsync(new TurnFailed(
                new TurnError(exception.Code, exception.Message, exception is not NotFoundException),
                TurnUsage.None,
                new TurnTimings(0, null, 0))
            {
                AgentId = added.AgentId,
                TurnId = added.TurnId,
            });
        }
        catch (UnavailableException)
        {
            // Other turns run already. This one stays open: the next recovery takes it up.
        }
    }

    private sealed class OpenTurn(MessageAdded added)
    {
        public MessageAdded Added { get; } = added;

        /// <summary>Its place in the queue, and when the log said so: of two with one place the later one had taken it from the other.</summary>
        public int Position { get; set; }

        public long PositionSeq { get; set; } = added.Seq;

        public bool IsStarted { get; set; }

        /// <summary>Whether a later message has the same client message id.</summary>
        public bool IsSentAgain { get; set; }

        public List<ToolRequested> OpenCalls { get; } = [];
    }
}
