using System.Text;

namespace AIWhisperer.Core.Providers.OpenAI;

/// <summary>Joins a surrogate pair that a server split over two chunks, so that no update ends in half a character.</summary>
internal sealed class SurrogateJoiner
{
    private string? _held;

    /// <summary>The text to pass on now; the half at its end is kept for the next call.</summary>
    public string? Join(string? text)
    {
        if (string.IsNullOrEmpty(text) || (_held is null && !char.IsSurrogate(text[0]) && !char.IsSurrogate(text[^1])))
        {
            return text;
        }

        text = _held + text;
        _held = char.IsHighSurrogate(text[^1]) ? text[^1..] : null;
        var whole = _held is null ? text : text[..^1];

        // Halves without a partner become U+FFFD.
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(whole));
    }
}
