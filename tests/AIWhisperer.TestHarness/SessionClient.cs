using System.Text;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;

namespace AIWhisperer.TestHarness;

/// <summary>Uses a session the way a client does.</summary>
public static class SessionClient
{
    /// <summary>The next events, up to and including the first that <paramref name="isLast"/> accepts.</summary>
    public static async Task<List<SessionEvent>> UntilAsync(
        this IAsyncEnumerable<LoggedEvent> events, Func<SessionEvent, bool> isLast, CancellationToken cancellationToken)
    {
        var read = new List<SessionEvent>();
        await foreach (var logged in events.WithCancellation(cancellationToken))
        {
            var sessionEvent = logged.Read();
            read.Add(sessionEvent);
            if (isLast(sessionEvent))
            {
                return read;
            }
        }

        throw new InvalidOperationException($"The stream ended after {read.Count} events without the one waited for.");
    }

    /// <summary>Everything after <paramref name="after"/>, then live, as a client is given it that does not choose channels.</summary>
    public static IAsyncEnumerable<LoggedEvent> AttachAsync(this Session session, long after, CancellationToken cancellationToken) =>
        session.AttachAsync(after, ChannelSet.Default, cancellationToken);

    /// <summary>The turn once it has ended.</summary>
    public static Task<TurnView> WaitForTurnAsync(this Session session, string turnId, CancellationToken cancellationToken) =>
        session.WaitForTurnAsync(turnId, ChannelSet.Default, cancellationToken);

    /// <summary>The turn as it is now.</summary>
    public static Task<TurnView> GetTurnAsync(this Session session, string turnId, CancellationToken cancellationToken) =>
        session.GetTurnAsync(turnId, ChannelSet.Default, cancellationToken);

    /// <summary>A page of stored events.</summary>
    public static Task<IReadOnlyList<LoggedEvent>> ReadEventsAsync(
        this Session session, long after, int limit, CancellationToken cancellationToken) =>
        session.ReadEventsAsync(after, limit, ChannelSet.Default, cancellationToken);

    /// <summary>A page of the history.</summary>
    public static Task<MessagePage> ReadMessagesAsync(
        this Session session, long after, int limit, CancellationToken cancellationToken) =>
        session.ReadMessagesAsync(after, limit, ChannelSet.Default, cancellationToken);

    /// <summary>The next events, up to and including the first that ends a turn.</summary>
    public static async IAsyncEnumerable<LoggedEvent> TakeUntilEnding(this IAsyncEnumerable<LoggedEvent> events)
    {
        await foreach (var logged in events)
        {
            yield return logged;
            if (EventTypes.IsTurnEnding(logged.Type))
            {
                yield break;
            }
        }
    }

    /// <summary>All events of the session up to and including the ending of that turn.</summary>
    public static Task<List<SessionEvent>> ReadThroughEndAsync(
        this Session session, string turnId, CancellationToken cancellationToken, long after = 0) =>
        session.AttachAsync(after, cancellationToken).UntilAsync(
            read => read.TurnId == turnId && EventTypes.IsTurnEnding(EventTypes.Of(read)), cancellationToken);

    /// <summary>Sends a message to the session's active agent and waits for the end of its turn.</summary>
    public static async Task<TurnView> AskAsync(this Session session, string text, CancellationToken cancellationToken)
    {
        var receipt = await session.SendAsync(new NewMessage(text), cancellationToken);
        return await session.WaitForTurnAsync(receipt.TurnId, cancellationToken);
    }

    /// <summary>
    /// The text that a message's deltas give, after a check that each begins where the one before ended.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is a gap or a repeat.</exception>
    public static string DeltaText(this IEnumerable<SessionEvent> events, string messageId, string alreadySeen = "")
    {
        var text = new StringBuilder(alreadySeen);
        foreach (var delta in events.OfType<SessionEvent.MessageDelta>().Where(delta => delta.MessageId == messageId))
        {
            if (delta.Offset != text.Length)
            {
                throw new InvalidOperationException($"A delta begins at {delta.Offset}, but {text.Length} characters were seen.");
            }

            text.Append(delta.Text);
        }

        return text.ToString();
    }
}
