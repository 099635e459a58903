using AIWhisperer.Core.Events;

namespace AIWhisperer.Core.Sessions;

/// <summary>
/// Durable events that wait for their commit, oldest first. Before each batch numbers are left free where another turn is being
/// streamed, so that its pieces go on to be seen, below the batch, however long the commit takes. Guarded by the log's lock.
/// </summary>
internal sealed class UncommittedEvents
{
    // More pieces than come while a store is slow for a minute; what comes beyond them is seen with the commit.
    private const int Free = 8192;

    private readonly Queue<Batch> _batches = new();

    public int Count => _batches.Count;

    public IEnumerable<SessionEvent> All => _batches.SelectMany(batch => batch.Events);

    /// <summary>How many numbers to leave free before events of a turn.</summary>
    public static int FreeBefore(string? turnId, List<LiveMessage> live) => live.Exists(message => message.TurnId != turnId) ? Free : 0;

    /// <param name="events">The batch.</param>
    /// <param name="freeThrough">The last number that is left free before it.</param>
    public void Enqueue(SessionEvent[] events, long freeThrough) => _batches.Enqueue(new Batch(events, freeThrough));

    public SessionEvent[] Dequeue() => _batches.Dequeue().Events;

    /// <summary>A number below the oldest batch for a piece of that turn, after the last visible one.</summary>
    /// <returns>Null when none is free, or when the piece must not be seen before one of the events.</returns>
    public long? FreeNumber(string turnId, long lastVisible)
    {
        foreach (var batch in _batches)
        {
            // A lambda would be allocated for every piece.
            foreach (var waiting in batch.Events)
            {
                if (waiting.TurnId == turnId)
                {
                    return null;
                }
            }
        }

        // What was taken before the oldest batch is either visible or refused.
        return lastVisible < _batches.Peek().FreeThrough ? lastVisible + 1 : null;
    }

    private readonly record struct Batch(SessionEvent[] Events, long FreeThrough);
}
