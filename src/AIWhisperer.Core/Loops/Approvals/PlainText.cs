using System.Text.RegularExpressions;

namespace AIWhisperer.Core.Loops.Approvals;

/// <summary>Tells texts that are written in the plainest way from those that a tool may take for another text.</summary>
internal static partial class PlainText
{
    /// <summary>
    /// Whether the text has no blanks around it, no <c>..</c> that stands by itself (in <c>v1..v2</c> it does not), no <c>.</c> as a folder,
    /// no doubled slash but that after a scheme, and, where it is the address of a web page, scheme and host as they are written usually.
    /// </summary>
    public static bool Is(string text)
    {
        var dotted = text.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase);
        return text.Length == text.Trim().Length && !Detour().IsMatch(dotted) && HasPlainHost(text);
    }

    // Not so are upper case and a port that goes without saying.
    private static bool HasPlainHost(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            return true;
        }

        var host = address.GetLeftPart(UriPartial.Authority);
        return text.StartsWith(host, StringComparison.Ordinal) && text[host.Length..] is ("" or ['/' or '?' or '#', ..]);
    }

    [GeneratedRegex(@"
        (?<![\p{L}\p{Nd}._]) \.\. (?![\p{L}\p{Nd}._])
        | (?<![\p{L}\p{Nd}._]) \. (?=[/\\])
        | (?<=[/\\]) \. (?![\p{L}\p{Nd}._])
        | (?<![A-Za-z0-9]:) //", RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Detour();
}
