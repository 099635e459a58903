using System.Buffers;
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
            new JsonStringEnumConverter<FinishReason>(JsonNamingPolicy.CamelCase),
            new JsonStringEnumConverter<CarryOverPolicy>(JsonNamingPolicy.CamelCase),
            new JsonStringEnumConverter<ToolCallOutcome>(JsonNamingPolicy.CamelCase),
            new JsonStringEnumConverter<ApprovalResolution>(JsonNamingPolicy.CamelCase),
            new JsonStringEnumConverter<ApprovalMemory>(JsonNamingPolicy.CamelCase),
            new JsonStringEnumConverter<TurnReplacement>(JsonNamingPolicy.CamelCase),
            new JsonStringEnumConverter<DisconnectPolicy>(JsonNamingPolicy.CamelCase),
            new JsonStringEnumConverter<BrokenReplyPolicy>(JsonNamingPolicy.CamelCase),
        },
    });

    private static readonly JsonWriterOptions s_deltaOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? s_writer;

    /// <summary>The event as UTF-8 JSON.</summary>
    public static byte[] Write(SessionEvent sessionEvent) =>
        JsonSerializer.SerializeToUtf8Bytes(sessionEvent, s_context.SessionEvent);

    /// <summary>The event that <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">The bytes are not an event of this version.</exception>
    public static SessionEvent Read(ReadOnlySpan<byte> utf8Json) =>
        JsonSerializer.Deserialize(utf8Json, s_context.SessionEvent) ?? throw new JsonException("The event is null.");

    /// <summary>A <see cref="SessionEvent.MessageDelta"/>, written without making one: there is one for every token.</summary>
    internal static byte[] WriteDelta(
        long seq,
        DateTimeOffset at,
        string agentId,
        string turnId,
        string messageId,
        MessageChannel channel,
        int offset,
        ReadOnlySpan<char> text)
    {
        var buffer = s_buffer ??= new ArrayBufferWriter<byte>(512);
        var writer = s_writer ??= new Utf8JsonWriter(buffer, s_deltaOptions);
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        writer.WriteStartObject();
        writer.WriteString("type"u8, "message.delta"u8);
        writer.WriteNumber("seq"u8, seq);
        writer.WriteString("at"u8, at);
        writer.WriteString("agentId"u8, agentId);
        writer.WriteString("turnId"u8, turnId);
        writer.WriteString("messageId"u8, messageId);
        writer.WriteString("channel"u8, channel switch
        {
            MessageChannel.Final => "final"u8,
            MessageChannel.Commentary => "commentary"u8,
            _ => "analysis"u8,
        });
        writer.WriteNumber("offset"u8, offset);
        writer.WriteString("text"u8, text);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
