using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Sessions;

/// <summary>
/// Puts a session right whose log has turns without an ending: those that ran are interrupted, those that waited run now, and those that
/// waited for a person go on waiting. Nothing that may have had an effect is done a second time.
/// </summary>
internal static class SessionRecovery
{
    private const string Interrupted = "The server stopped while the turn ran.";

    private static readonly TurnTimings s_timings = new(0, null, 0);

    private static readonly string[] s_types =
    [
        .. StoppedTurn.EventTypesApplied,
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
                await session.AppendAsync([.. turn.Stopped.Close(), ending with { AgentId = turn.Added.AgentId, TurnId = turn.Added.TurnId }]);
            }
            else
            {
                waiting.Add(turn);
            }
        }

        // What had begun goes on first. What came to replace others runs before what came to wait, as it would have.
        foreach (var turn in waiting.OrderBy(turn => !turn.Stopped.IsStarted).ThenBy(turn => turn.Added.Replaces is null).ThenBy(turn => turn.Added.Seq))
        {
            await ResumeAsync(session, turn, cancellationToken);
        }
    }

    /// <summary>How the turn ends; null when it is to run, or to go on.</summary>
    private static SessionEvent? End(OpenTurn turn, IEnumerable<OpenTurn> all)
    {
        if (turn.IsSentAgain && !turn.Stopped.IsStarted)
        {
            // Its sender was told that nothing was kept, and sent it again: the crash came before the log could say so.
            return new TurnCancelled(Actor.System, TurnUsage.None, s_timings) { RolledBack = true };
        }

        var replacement = all.LastOrDefault(other => other.Added is { Replaces: not null } added
            && added.AgentId == turn.Added.AgentId && added.Seq > turn.Added.Seq && !other.IsSentAgain);
        if (replacement is not null && (turn.Stopped.IsStarted || turn.Added.Replaces is not null))
        {
            return new TurnCancelled(Actor.User, turn.Stopped.Usage, s_timings)
            {
                ReplacedBy = replacement.Added.TurnId,
                RolledBack = replacement.Added.Replaces == TurnReplacement.Rollback,
            };
        }

        return turn.Stopped is { IsStarted: true, WaitsForPerson: false } ? new TurnInterrupted(Interrupted) { Usage = turn.Stopped.KnownUsage } : null;
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
            turn.Stopped.Apply(sessionEvent);
        }
    }

    private static async Task ResumeAsync(Session session, OpenTurn turn, CancellationToken cancellationToken)
    {
        try
        {
            await session.ResumeAsync(turn.Added, turn.Stopped.IsStarted ? turn.Stopped : null, cancellationToken);
        }
        catch (UnavailableException exception) when (exception.Code == ErrorCodes.ServerStopping)
        {
            // The next start takes it up.
        }
        catch (AIWhispererException exception) when (exception is NotFoundException or UnavailableException or LimitReachedException)
        {
            await FailAsync(session, turn, exception);
        }
    }

    private static async Task FailAsync(Session session, OpenTurn turn, AIWhispererException exception)
    {
        try
        {
            var failed = new TurnFailed(
                new TurnError(exception.Code, exception.Message, exception is not NotFoundException), turn.Stopped.Usage, s_timings)
            {
                AgentId = turn.Added.AgentId,
                TurnId = turn.Added.TurnId,
            };
            await session.AppendAsync([.. turn.Stopped.Close(), failed]);
        }
        catch (UnavailableException)
        {
            // Other turns run already. This one stays open: the next recovery takes it up.
        }
    }

    private sealed class OpenTurn(MessageAdded added)
    {
        public MessageAdded Added { get; } = added;

        /// <summary>What it had done.</summary>
        public StoppedTurn Stopped { get; } = new();

        /// <summary>Whether a later message has the same client message id.</summary>
        public bool IsSentAgain { get; set; }
    }
}
