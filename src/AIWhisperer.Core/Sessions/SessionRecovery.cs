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

    private static readonly TurnTimings s_timings = new(0, null, 0);

    private static readonly string[] s_types =
    [
        EventTypes.MessageAdded, EventTypes.TurnStarted, EventTypes.ToolRequested, EventTypes.ToolCompleted,
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
        var waiting = new List<OpenTurn>();
        foreach (var turn in open.Values)
        {
            if (End(turn, open.Values) is { } ending)
            {
                await session.AppendAsync([.. CloseCalls(turn), ending with { AgentId = turn.Added.AgentId, TurnId = turn.Added.TurnId }]);
            }
            else
            {
                waiting.Add(turn);
            }
        }

        // What came to replace others runs before what came to wait, as it would have.
        foreach (var turn in waiting.OrderBy(turn => turn.Added.Replaces is null).ThenBy(turn => turn.Added.Seq))
        {
            await ResumeAsync(session, turn.Added, cancellationToken);
        }
    }

    /// <summary>How the turn ends; null when it has not begun and is to run.</summary>
    private static SessionEvent? End(OpenTurn turn, IEnumerable<OpenTurn> all)
    {
        if (turn.IsSentAgain && !turn.IsStarted)
        {
            // Its sender was told that nothing was kept, and sent it again: the crash came before the log could say so.
            return new TurnCancelled(Actor.System, TurnUsage.None, s_timings) { RolledBack = true };
        }

        var replacement = all.LastOrDefault(other => other.Added is { Replaces: not null } added
            && added.AgentId == turn.Added.AgentId && added.Seq > turn.Added.Seq && !other.IsSentAgain);
        if (replacement is not null && (turn.IsStarted || turn.Added.Replaces is not null))
        {
            return new TurnCancelled(Actor.User, TurnUsage.None, s_timings)
            {
                ReplacedBy = replacement.Added.TurnId,
                RolledBack = replacement.Added.Replaces == TurnReplacement.Rollback,
            };
        }

        return turn.IsStarted ? new TurnInterrupted(Interrupted) : null;
    }

    private static void Follow(Dictionary<string, OpenTurn> open, SessionEvent sessionEvent)
    {
        if (sessionEvent is MessageAdded { Steers: false } added)
        {
            foreach (var earlier in open.Values.Where(turn => added.ClientMessageId is { } id && turn.Added.ClientMessageId == id && turn.Added.Text == added.Text))
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

    private static IEnumerable<SessionEvent> CloseCalls(OpenTurn turn) => turn.OpenCalls.Select(call => new ToolCompleted(
        call.CallId,
        call.Name,
        ToolCallOutcome.Unknown,
        null,
        "The server stopped while the tool ran; whether it had an effect is unknown.",
        0)
    {
        AgentId = call.AgentId,
        TurnId = call.TurnId,
    });

    private static async Task ResumeAsync(Session session, MessageAdded added, CancellationToken cancellationToken)
    {
        try
        {
            await session.ResumeAsync(added, cancellationToken);
        }
        catch (UnavailableException exception) when (exception.Code == ErrorCodes.ServerStopping)
        {
            // The next start takes it up.
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
                s_timings)
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

        public bool IsStarted { get; set; }

        /// <summary>Whether a later message has the same client message id.</summary>
        public bool IsSentAgain { get; set; }

        public List<ToolRequested> OpenCalls { get; } = [];
    }
}
