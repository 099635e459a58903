using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AIWhisperer.Core.Events;

/// <summary>The one JSON form of events: what is stored is what every client is sent. Thread-safe.</summary>
public static class EventJson
{
    private static readonly EventJsonContext s_context = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new JsonStringEnumConverter<Actor>(JsonNamingPolicy.CamelCase),
            new JsonStringEnumConverter<MessageChannel>(JsonNamingPolicy.CamelCase),
            new JsonStringEnumConverter<FinishReason>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<CarryOverPolicy>(JsonNamingPolicy.CamelCase),
        },
    });

    /// <summary>The event as UTF-8 JSON.</summary>
    public static byte[] Write(SessionEvent sessionEvent) =>
        JsonSerializer.SerializeToUtf8Bytes(sessionEvent, s_context.SessionEvent);

    /// <summary>The event that <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">The bytes are not an event of this version.</exception>
    public static SessionEvent Read(ReadOnlySpan<byte> utf8Json) =>
        JsonSerializer.Deserialize(utf8Json, s_context.SessionEvent) ?? throw new JsonException("The event is null.");
}
