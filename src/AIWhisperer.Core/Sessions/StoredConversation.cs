using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Sessions;

/// <summary>What the store holds of one session, read as turns, messages and agents' histories. Thread-safe.</summary>
internal sealed class StoredConversation(string sessionId, ISessionStore store)
{
    /// <summary>The events of one turn, from its acceptance.</summary>
    /// <exception cref="NotFoundException">The session has no such turn.</exception>
    public async Task<IReadOnlyList<LoggedEvent>> ReadTurnAsync(string turnId, CancellationToken cancellationToken)
    {
        var events = await store.ReadAsync(new EventQuery(sessionId) { TurnId = turnId }, cancellationToken);
        return events is [{ Type: EventTypes.MessageAdded }, ..]
            ? events
            : throw new NotFoundException(ErrorCodes.TurnNotFound, $"The session has no turn '{turnId}'.");
    }

    /// <summary>
    /// Stored events after a sequence number, oldest first, as they are shown. Fewer than the limit when there are no more.
    /// </summary>
    public async Task<IReadOnlyList<LoggedEvent>> ReadEventsAsync(
        long after, int limit, ChannelSet channels, CancellationToken cancellationToken)
    {
        var shown = new List<LoggedEvent>();
        IReadOnlyList<LoggedEvent> events;
        do
        {
            events = await store.ReadAsync(new EventQuery(sessionId) { After = after, Limit = limit }, cancellationToken);
            shown.AddRange(events.Select(channels.Show).OfType<LoggedEvent>());
            after = events is [.., var last] ? last.Seq : after;
        }
        while (shown.Count < limit && events.Count == limit);

        return shown.Count > limit ? shown[..limit] : shown;
    }

    /// <summary>
    /// Whole messages on the channels, and the users' own, after a sequence number, oldest first, without those of turns that were rolled
    /// back.
    /// </summary>
    public async Task<MessagePage> ReadMessagesAsync(long after, int limit, ChannelSet channels, CancellationToken cancellationToken)
    {
        var rolledBack = await ReadRolledBackAsync(after, cancellationToken);
        var messages = new List<MessageView>();
        IReadOnlyList<LoggedEvent> events;
        do
        {
            events = await store.ReadAsync(
                new EventQuery(sessionId) { After = after, Types = [EventTypes.MessageAdded, EventTypes.MessageCompleted], Limit = limit + 1 },
                cancellationToken);
            messages.AddRange(events.Where(logged => channels.Sees(logged.Channel) && !rolledBack.Contains(logged.TurnId)).Select(View));
            after = events is [.., var last] ? last.Seq : after;
        }
        while (messages.Count <= limit && events.Count > limit);

        return messages.Count > limit
            ? new MessagePage([.. messages.Take(limit)], messages[limit - 1].Seq)
            : new MessagePage(messages, null);
    }

    /// <summary>What the agent's model is told.</summary>
    public async Task<LoopHistory> LoadHistoryAsync(string agentId, CancellationToken cancellationToken)
    {
        var history = new LoopHistory(agentId);
        foreach (var logged in await store.ReadAsync(new EventQuery(sessionId) { Types = LoopHistory.EventTypesApplied }, cancellationToken))
        {
            history.Apply(logged.Read());
        }

        return history;
    }

    /// <summary>The turns, of those with messages after a sequence number, that were rolled back.</summary>
    private async Task<HashSet<string?>> ReadRolledBackAsync(long after, CancellationToken cancellationToken)
    {
        var cancelled = await store.ReadAsync(new EventQuery(sessionId) { After = after, Types = [EventTypes.TurnCancelled] }, cancellationToken);
        return [.. cancelled.Where(logged => logged.Read() is TurnCancelled { RolledBack: true }).Select(logged => logged.TurnId)];
    }

    private static MessageView View(LoggedEvent logged) => logged.Read() switch
    {
        MessageAdded added => TurnViews.View(added),
        MessageCompleted completed => TurnViews.View(completed),
        _ => throw new InvalidOperationException($"The store returned a {logged.Type}."),
    };
}
