using AIWhisperer.Core.Events;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Loops;

/// <summary>
/// The turns that wait for a loop, in the order in which they will run. Turns that came to replace others stand before all that came to
/// wait. Not thread-safe: it belongs to the loop's lock.
/// </summary>
internal sealed class TurnQueue
{
    private readonly LinkedList<Turn> _turns = [];

    public int Count => _turns.Count;

    public void Add(Turn turn)
    {
        if (turn.Replaces is not null)
        {
            _turns.AddFirst(turn);
        }
        else
        {
            _turns.AddLast(turn);
        }
    }

    public bool Contains(Turn turn) => _turns.Contains(turn);

    /// <summary>Takes out the one that runs next, or null.</summary>
    public Turn? TakeNext()
    {
        var next = _turns.First?.Value;
        if (next is not null)
        {
            _turns.RemoveFirst();
        }

        return next;
    }

    /// <summary>Takes that turn out; null when it does not wait here.</summary>
    public Turn? Take(string turnId)
    {
        var turn = _turns.FirstOrDefault(waiting => waiting.Request.TurnId == turnId);
        if (turn is not null)
        {
            _turns.Remove(turn);
        }

        return turn;
    }

    /// <summary>Takes out the turns that came to replace others, and that a later one replaces in their turn.</summary>
    public Turn[] TakeReplacedBy(Turn replacement)
    {
        Turn[] replaced = [.. _turns.Where(waiting => waiting.Replaces is not null && waiting.Ordinal < replacement.Ordinal)];
        foreach (var turn in replaced)
        {
            _turns.Remove(turn);
        }

        return replaced;
    }

    public Turn[] TakeAll()
    {
        Turn[] all = [.. _turns];
        _turns.Clear();
        return all;
    }

    /// <summary>The news for turns whose place is another than the log says. Turns that the log does not hold yet are left out.</summary>
    /// <param name="agentId">The loop's agent.</param>
    /// <param name="running">How many turns run before the queue: zero or one.</param>
    public SessionEvent[] TakeMoves(string agentId, int running)
    {
        var moves = new List<SessionEvent>();
        var position = running;
        foreach (var turn in _turns)
        {
            // The first one of an agent that is as good as idle does not wait.
            if (position > 0 && turn.LoggedPosition != position && turn.Committed.IsCompletedSuccessfully)
            {
                turn.LoggedPosition = position;
                moves.Add(new TurnQueued(position) { AgentId = agentId, TurnId = turn.Request.TurnId });
            }

            position++;
        }

        return [.. moves];
    }
}
