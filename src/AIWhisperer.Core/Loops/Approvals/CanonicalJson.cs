using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AIWhisperer.Core.Loops.Approvals;

/// <summary>
/// One text for each JSON value, however it was written: without white space, the properties of objects in the order of their names, and
/// strings escaped in one way. Numbers stay as they were written: 1 and 1.0 are two values.
/// </summary>
internal static class CanonicalJson
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The value's text.</summary>
    public static string Of(JsonElement value) => Encoding.UTF8.GetString(Bytes(writer => Write(writer, value)));

    /// <summary>The text of a list of texts and a value, in UTF-8.</summary>
    public static byte[] Of(JsonElement value, params ReadOnlySpan<string> before)
    {
        string[] texts = [.. before];
        return Bytes(writer =>
        {
            writer.WriteStartArray();
            foreach (var text in texts)
            {
                writer.WriteStringValue(text);
            }

            Write(writer, value);
            writer.WriteEndArray();
        });
    }

    private static byte[] Bytes(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, s_options);
        write(writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
