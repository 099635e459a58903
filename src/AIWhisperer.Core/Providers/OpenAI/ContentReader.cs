using System.Text.Json;

namespace AIWhisperer.Core.Providers.OpenAI;

/// <summary>Reads <c>content</c>: a string, null, or a list of parts of which only the text counts.</summary>
internal static class ContentReader
{
    public static string? Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.TextHere();
            case JsonTokenType.Null:
                return null;
            default:
                reader.ExpectHere(JsonTokenType.StartArray);
                return ReadParts(ref reader);
        }
    }

    private static string? ReadParts(ref Utf8JsonReader reader)
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
                else
                {
                    reader.Skip();
                }
            }
        }

        return text;
    }
}
