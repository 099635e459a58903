using System.Text.Json;

namespace AIWhisperer.Core.Events;

/// <summary>Tells the channel of a serialized event from as little of it as that takes.</summary>
internal static class EventChannel
{
    /// <returns>Null for an event that belongs to no channel.</returns>
    public static MessageChannel? Of(string type, ReadOnlySpan<byte> utf8Json) => type switch
    {
        EventTypes.ToolRequested or EventTypes.ToolProgressed or EventTypes.ToolCompleted => MessageChannel.Commentary,
        EventTypes.MessageDelta or EventTypes.MessageCompleted or EventTypes.MessageDropped => Read(utf8Json),
        _ => null,
    };

    private static MessageChannel? Read(ReadOnlySpan<byte> utf8Json)
    {
        var reader = new Utf8JsonReader(utf8Json);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals("channel"u8))
            {
                reader.Read();
                return reader.ValueTextEquals("final"u8) ? MessageChannel.Final
                    : reader.ValueTextEquals("commentary"u8) ? MessageChannel.Commentary
                    : MessageChannel.Analysis;
            }
        }

        return null;
    }
}
