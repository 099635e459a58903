namespace AIWhisperer.Core.Events;

/// <summary>
/// An event as the log holds, stores and sends it: serialized once, with the few fields that routing needs beside the bytes. Immutable.
/// </summary>
/// <param name="Seq">The event's place in the log.</param>
/// <param name="Type">One of <see cref="EventTypes"/>.</param>
/// <param name="AgentId">The agent concerned, or null.</param>
/// <param name="TurnId">The turn concerned, or null.</param>
/// <param name="Json">The whole event as UTF-8 JSON.</param>
public sealed record LoggedEvent(long Seq, string Type, string? AgentId, string? TurnId, ReadOnlyMemory<byte> Json)
{
    /// <summary>The typed event.</summary>
    public SessionEvent Read() => EventJson.Read(Json.Span);
}
