using System.Text.Json;
using System.Text.Json.Serialization;
using AIWhisperer.Core.Events;

namespace AIWhisperer.Server;

/// <summary>Writes an event as the log holds it: it was serialized once, for the store and all clients.</summary>
internal sealed class LoggedEventConverter : JsonConverter<LoggedEvent>
{
    public override void Write(Utf8JsonWriter writer, LoggedEvent value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Json.Span, skipInputValidation: true);

    public override LoggedEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Events are made by the server only.");
}
