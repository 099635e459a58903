using AIWhisperer.Core.Events;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Sessions;

/// <summary>What is kept of an accepted message that its sender named, so that the same message sent again is known. Immutable.</summary>
/// <param name="ClientMessageId">The sender's name for it, unique within the session.</param>
/// <param name="Digest">Tells whether another message is the same.</param>
/// <param name="Receipt">What its sender was told, or was to be told.</param>
/// <param name="At">When it was accepted, UTC.</param>
public sealed record AcceptedMessage(string ClientMessageId, string Digest, TurnReceipt Receipt, DateTimeOffset At)
{
    /// <summary>What to keep of the message that these events accept; null when there is none that its sender named.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="events">The events of one append, numbered and stamped.</param>
    internal static AcceptedMessage? Of(string sessionId, SessionEvent[] events)
    {
        if (Array.Find(events, static item => item is MessageAdded { Digest: not null }) is not MessageAdded added)
        {
            return null;
        }

        var queued = (TurnQueued?)Array.Find(events, item => item is TurnQueued && item.TurnId == added.TurnId);
        return new AcceptedMessage(
            added.ClientMessageId!,
            added.Digest!,
            new TurnReceipt(sessionId, added.TurnId!, added.MessageId, added.AgentId!, added.Seq, queued?.Position ?? 0),
            added.At);
    }
}
