using System.Globalization;
using System.Text;

namespace AIWhisperer.Mcp;

/// <summary>Makes of a server's words what a person sees of them, so that what is approved is what models read.</summary>
internal static class VisibleText
{
    /// <summary>
    /// The same text, with control characters but line ends as spaces, and with the replacement character in place of all else that nobody
    /// sees: marks of direction, tags, fillers, selectors of variants, characters of private use and unassigned ones.
    /// </summary>
    public static string Of(string text)
    {
        StringBuilder visible = new(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            visible.Append((rune.Value == '\n' ? rune : Visible(rune)).ToString());
        }

        return visible.ToString();
    }

    private static Rune Visible(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => new(' '),
        UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => Rune.ReplacementChar,
        _ => IsBlankLetter(rune.Value) ? Rune.ReplacementChar : rune,
    };

    // Letters and marks that leave no trace. U+FE0F is let through: it follows many a picture.
    private static bool IsBlankLetter(int value) =>
        value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2800 or 0x3164 or 0xFFA0
            or (>= 0xFE00 and <= 0xFE0E) or (>= 0xE0100 and <= 0xE01EF);
}
