using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tools;

/// <summary>Makes of a tool's result the text that the model reads.</summary>
internal static class ToolText
{
    private const int MarkBytes = 64;

    // Indentation would cost the model tokens.
    private static readonly JsonSerializerOptions s_compact = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    public static string From(object? result) => result switch
    {
        string text => text,
        TextContent content => content.Text,
        JsonElement { ValueKind: JsonValueKind.String } json => json.GetString()!,
        _ => JsonSerializer.Serialize(result, s_compact),
    };

    /// <summary>The text itself when it fits; otherwise its head and its tail with the size of the gap between them. Never splits a
    /// character, and never is longer than <paramref name="limit"/> bytes of UTF-8.</summary>
    public static string Cut(string text, int limit)
    {
        var size = Encoding.UTF8.GetByteCount(text);
        if (size <= limit)
        {
            return text;
        }

        var half = (limit - MarkBytes) / 2;
        Utf8.FromUtf16(text, new byte[half], out var headEnd, out var headBytes);
        var (tailStart, tailBytes) = Tail(text, half);
        var gap = (size - headBytes - tailBytes).ToString(CultureInfo.InvariantCulture);
        return $"{text.AsSpan(0, headEnd)}\n[… {gap} bytes left out …]\n{text.AsSpan(tailStart)}";
    }

    private static (int Start, int Bytes) Tail(string text, int limit)
    {
        var start = text.Length;
        var bytes = 0;
        while (start > 0)
        {
            Rune.DecodeLastFromUtf16(text.AsSpan(0, start), out var rune, out var length);
            if (bytes + rune.Utf8SequenceLength > limit)
            {
                break;
            }

            bytes += rune.Utf8SequenceLength;
            start -= length;
        }

        return (start, bytes);
    }
}
