using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AIWhisperer.Mcp;

/// <summary>A server's schema with all its texts as a person sees them; see <see cref="VisibleText"/>.</summary>
internal static class VisibleSchema
{
    // Written in full, so that who prints it sees the words and not their escapes.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The same schema; null when a name in it, which cannot be replaced, holds what nobody sees, or a text is none.</summary>
    public static JsonElement? Of(JsonElement schema)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(bytes, s_options);
        try
        {
            if (!TryWrite(schema, writer))
            {
                return null;
            }
        }
        catch (InvalidOperationException)
        {
            // An escape that stands for half a character.
            return null;
        }

        writer.Flush();
        return JsonElement.Parse(bytes.WrittenSpan);
    }

    private static bool TryWrite(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                writer.WriteStringValue(VisibleText.Of(element.GetString()!));
                return true;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    if (!TryWrite(item, writer))
                    {
                        return false;
                    }
                }

                writer.WriteEndArray();
                return true;
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject())
                {
                    if (property.Name != VisibleText.Of(property.Name))
                    {
                        return false;
                    }

                    writer.WritePropertyName(property.Name);
                    if (!TryWrite(property.Value, writer))
                    {
                        return false;
                    }
                }

                writer.WriteEndObject();
                return true;
            default:
                element.WriteTo(writer);
                return true;
        }
    }
}
