namespace AIWhisperer.Core.Configuration;

/// <summary>Patterns in which <c>*</c> stands for any characters, also for none. Case counts.</summary>
internal static class StarPattern
{
    /// <summary>Whether the whole text fits. Takes time in proportion to the text's length.</summary>
    public static bool Fits(string pattern, string text)
    {
        var pieces = pattern.Split('*');
        var (head, tail) = (pieces[0], pieces[^1]);
        if (pieces.Length == 1)
        {
            return text == pattern;
        }

        if (text.Length < head.Length + tail.Length
            || !text.StartsWith(head, StringComparison.Ordinal)
            || !text.EndsWith(tail, StringComparison.Ordinal))
        {
            return false;
        }

        // Where a piece fits at several places, the first one leaves the most to those after it.
        var rest = text.AsSpan(head.Length, text.Length - head.Length - tail.Length);
        foreach (var piece in pieces.AsSpan(1, pieces.Length - 2))
        {
            var at = rest.IndexOf(piece, StringComparison.Ordinal);
            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + piece.Length)..];
        }

        return true;
    }
}
