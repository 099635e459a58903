using System.Text.Json;

namespace AIWhisperer.Core.Providers.OpenAI;

/// <summary>Reads <c>content</c>: a string, null, or a list of parts of which only text and reasoning count.</summary>
internal static class ContentReader
{
    public static string? Read(ref Utf8JsonReader reader, ReplyFields fields, out string? reasoning)
    {
        reasoning = null;
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.TextHere();
            case JsonTokenType.Null:
                return null;
            default:
                reader.ExpectHere(JsonTokenType.StartArray);
                return ReadParts(ref reader, fields, ref reasoning);
        }
    }

    private static string? ReadParts(ref Utf8JsonReader reader, ReplyFields fields, ref string? reasoning)
    {
        string? text = null;
        while (reader.NextElement())
        {
            reader.ExpectHere(JsonTokenType.StartObject);
            while (reader.NextProperty())
            {
                if (reader.ValueTextEquals("text"u8))
                {
                    text += reader.ReadStringOrSkip();
                }
                else if (fields.FindReasoning(ref reader) >= 0)
                {
                    reasoning += ReadThought(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }
        }

        return text;
    }

    // A text, or once more a list of parts with text.
    private static string? ReadThought(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return reader.TokenType == JsonTokenType.String ? reader.TextHere() : SkipHere(ref reader);
        }

        string? text = null;
        while (reader.NextElement())
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            while (reader.NextProperty())
            {
                if (reader.ValueTextEquals("text"u8))
                {
                    text += reader.ReadStringOrSkip();
                }
                else
                {
                    reader.Skip();
                }
            }
        }

        return text;
    }

    private static string? SkipHere(ref Utf8JsonReader reader)
    {
        reader.Skip();
        return null;
    }
}
