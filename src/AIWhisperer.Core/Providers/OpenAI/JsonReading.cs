using System.Text;
using System.Text.Json;

namespace AIWhisperer.Core.Providers.OpenAI;

/// <summary>Steps through JSON that was written by many different servers. Wrong types throw <see cref="JsonException"/>.</summary>
internal static class JsonReading
{
    public static void Expect(this ref Utf8JsonReader reader, JsonTokenType type)
    {
        reader.Read();
        reader.ExpectHere(type);
    }

    public static void ExpectHere(this ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (reader.TokenType != type)
        {
            throw WrongType(type, reader.TokenType);
        }
    }

    /// <summary>Moves to the next name of an object; false at its end.</summary>
    public static bool NextProperty(this ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.PropertyName;
    }

    /// <summary>Moves to the next value of an array; false at its end.</summary>
    public static bool NextElement(this ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>Moves from a name into its object or array; false when the value is null.</summary>
    public static bool EnterOptional(this ref Utf8JsonReader reader, JsonTokenType type)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return false;
        }

        reader.ExpectHere(type);
        return true;
    }

    public static string? ReadOptionalString(this ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        reader.ExpectHere(JsonTokenType.String);
        return reader.TextHere();
    }

    /// <summary>The text after a name, or null when the value is of another type or empty.</summary>
    public static string? ReadStringOrSkip(this ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.TextHere() is { Length: > 0 } text ? text : null;
        }

        reader.Skip();
        return null;
    }

    public static int? ReadOptionalInt32(this ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        reader.ExpectHere(JsonTokenType.Number);
        return reader.GetInt32();
    }

    /// <summary>The text of a string token. Broken UTF-8 becomes U+FFFD; half a surrogate pair stays, the rest may be in the next chunk.</summary>
    public static string TextHere(this ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Unescape(reader.ValueSpan);
        }
    }

    // The reader has checked the grammar of the escapes already.
    private static string Unescape(ReadOnlySpan<byte> escaped)
    {
        var text = new StringBuilder();
        while (!escaped.IsEmpty)
        {
            var plain = escaped.IndexOf((byte)'\\');
            if (plain != 0)
            {
                var run = plain < 0 ? escaped : escaped[..plain];
                text.Append(Encoding.UTF8.GetString(run));
                escaped = escaped[run.Length..];
                continue;
            }

            var isUnicode = escaped[1] == 'u';
            text.Append(isUnicode
                ? (char)Convert.FromHexString(Encoding.ASCII.GetString(escaped[2..6])).Aggregate(0, (value, next) => (value << 8) | next)
                : escaped[1] switch
                {
                    (byte)'n' => '\n',
                    (byte)'r' => '\r',
                    (byte)'t' => '\t',
                    (byte)'b' => '\b',
                    (byte)'f' => '\f',
                    var other => (char)other,
                });
            escaped = escaped[(isUnicode ? 6 : 2)..];
        }

        return text.ToString();
    }

    private static JsonException WrongType(JsonTokenType expected, JsonTokenType found) => new($"Expected {expected}, found {found}.");
}
