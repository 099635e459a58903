namespace AIWhisperer.Core.Events;

/// <summary>
/// An event as the log holds, stores and sends it: serialized once, with the few fields that routing needs beside the bytes. Immutable.
/// </summary>
/// <param name="Seq">The event's place in the log.</param>
/// <param name="Type">One of <see cref="EventTypes"/>.</param>
/// <param name="AgentId">The agent concerned, or null.</param>
/// <param name="TurnId">The turn concerned, or null.</param>
/// <param name="Json">The whole event as UTF-8 JSON.</param>
/// <param name="Channel">The channel it belongs to; null for one that everybody sees. Calls of tools are commentary.</param>
public sealed record LoggedEvent(
    long Seq, string Type, string? AgentId, string? TurnId, ReadOnlyMemory<byte> Json, MessageChannel? Channel)
{
    /// <summary>An event as a store gives it back: its channel is told from its type and its JSON.</summary>
    /// <param name="seq">The event's place in the log.</param>
    /// <param name="type">One of <see cref="EventTypes"/>.</param>
    /// <param name="agentId">The agent concerned, or null.</param>
    /// <param name="turnId">The turn concerned, or null.</param>
    /// <param name="json">The whole event as UTF-8 JSON.</param>
    public LoggedEvent(long seq, string type, string? agentId, string? turnId, ReadOnlyMemory<byte> json)
        : this(seq, type, agentId, turnId, json, EventChannel.Of(type, json.Span))
    {
    }

    /// <summary>The typed event.</summary>
    public SessionEvent Read() => EventJson.Read(Json.Span);

    /// <summary>The event, numbered and stamped, as it is logged.</summary>
    internal static LoggedEvent Of(SessionEvent sessionEvent) => new(
        sessionEvent.Seq, EventTypes.Of(sessionEvent), sessionEvent.AgentId, sessionEvent.TurnId, EventJson.Write(sessionEvent));
}
