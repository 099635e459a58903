using System.Diagnostics.CodeAnalysis;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Loops;

/// <summary>
/// Messages that join a running turn. Thread-safe. Whoever ends the turn closes it first, so that a message either reaches the turn or
/// becomes a turn of its own: nothing falls between.
/// </summary>
/// <param name="capacity">The most messages that wait in it.</param>
/// <param name="known">Messages that the log has already.</param>
internal sealed class SteeringInbox(int capacity, IEnumerable<MessageAdded> known)
{
    private readonly Lock _gate = new();
    private readonly List<SteeringMessage> _messages =
        [.. known.Select(added => new SteeringMessage(added.MessageId, added.Text, Task.FromResult(added.Seq), added.Untrusted))];

    private bool _isClosed;

    /// <summary>Whether a message waits.</summary>
    public bool HasMessages
    {
        get
        {
            lock (_gate)
            {
                return _messages.Count > 0;
            }
        }
    }

    /// <summary>Takes a message in, unless the turn is at its end.</summary>
    /// <param name="accept">Makes the message; called only when there is room, before the turn can end.</param>
    /// <param name="added">The message, if it was taken.</param>
    /// <exception cref="LimitReachedException">It is full.</exception>
    public bool TryAdd(Func<SteeringMessage> accept, [NotNullWhen(true)] out SteeringMessage? added)
    {
        lock (_gate)
        {
            added = null;
            if (_isClosed)
            {
                return false;
            }

            if (_messages.Count >= capacity)
            {
                throw new LimitReachedException(
                    ErrorCodes.QueueFull,
                    $"{capacity} messages wait for the running turn's next model call already. Wait for it, or cancel the turn.",
                    TimeSpan.FromSeconds(5));
            }

            _messages.Add(added = accept());
            return true;
        }
    }

    /// <summary>Takes out all that wait.</summary>
    public IReadOnlyList<SteeringMessage> Take()
    {
        lock (_gate)
        {
            return Take_NeedsLock();
        }
    }

    /// <summary>Lets nobody in any more, if nobody waits.</summary>
    public bool TryClose()
    {
        lock (_gate)
        {
            return _isClosed |= _messages.Count == 0;
        }
    }

    /// <summary>Lets nobody in any more and takes out all that wait.</summary>
    public IReadOnlyList<SteeringMessage> Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            return Take_NeedsLock();
        }
    }

    private SteeringMessage[] Take_NeedsLock()
    {
        SteeringMessage[] taken = [.. _messages];
        _messages.Clear();
        return taken;
    }
}
