namespace AIWhisperer.Core.Configuration;

/// <summary>Makes text from a file fit for a message: one line, no control characters, of bounded length.</summary>
internal static class ShownText
{
    private const int Longest = 60;

    public static string Of(string text)
    {
        string start = text.Length <= Longest ? text : text[..Longest] + "…";
        return start.Any(char.IsControl) ? string.Concat(start.Select(c => char.IsControl(c) ? '?' : c)) : start;
    }
}
