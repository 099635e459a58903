namespace AIWhisperer.Core.Providers.Offline;

/// <summary>Splits text into what the offline model streams and counts: a word with the white space after it.</summary>
internal static class OfflineWords
{
    /// <summary>The pieces of the text, in order; joined they are the text. White space before the first word belongs to it.</summary>
    public static IEnumerable<string> Pieces(string text)
    {
        var start = 0;
        while (start < text.Length)
        {
            var end = start;
            end = Skip(text, end, white: true);
            end = Skip(text, end, white: false);
            end = Skip(text, end, white: true);
            yield return text[start..end];
            start = end;
        }
    }

    /// <summary>How many words there are: this model's own measure of a token.</summary>
    public static int Count(string text) => string.IsNullOrWhiteSpace(text) ? 0 : Pieces(text).Count();

    private static int Skip(string text, int from, bool white)
    {
        while (from < text.Length && char.IsWhiteSpace(text[from]) == white)
        {
            from++;
        }

        return from;
    }
}
