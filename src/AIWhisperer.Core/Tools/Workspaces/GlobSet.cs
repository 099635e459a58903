using System.Globalization;
using System.Text;

namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>Translates a <see cref="Glob"/>'s set of characters, such as <c>[!a-z]</c>, into that of a regular expression.</summary>
internal static class GlobSet
{
    private const string Nothing = @"[^\s\S]";

    private static readonly Dictionary<string, string> s_classes = new(StringComparer.Ordinal)
    {
        ["alnum"] = "0-9A-Za-z",
        ["alpha"] = "A-Za-z",
        ["blank"] = @" \t",
        ["cntrl"] = @"\x00-\x1f\x7f",
        ["digit"] = "0-9",
        ["graph"] = @"\x21-\x7e",
        ["lower"] = "a-z",
        ["print"] = @"\x20-\x7e",
        ["punct"] = @"\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e",
        ["space"] = @"\x09-\x0d\x20",
        ["upper"] = "A-Z",
        ["xdigit"] = "0-9A-Fa-f",
    };

    /// <param name="pattern">A pattern that begins with the set.</param>
    /// <param name="length">How much of it the set is.</param>
    /// <returns>Null when the set does not end, or names a class that there is not.</returns>
    public static string? Parse(ReadOnlySpan<char> pattern, out int length)
    {
        var set = new StringBuilder();
        var isNegated = pattern.Length > 1 && pattern[1] is '!' or '^';
        length = 0;
        var first = isNegated ? 2 : 1;
        for (var at = first; at < pattern.Length;)
        {
            if (pattern[at] == ']' && at > first)
            {
                length = at + 1;
                return Compose(set, isNegated);
            }

            if (pattern[at..].StartsWith("[:", StringComparison.Ordinal) && pattern[at..].IndexOf(":]", StringComparison.Ordinal) is > 1 and var end)
            {
                if (!s_classes.TryGetValue(pattern[(at + 2)..(at + end)].ToString(), out var members))
                {
                    return null;
                }

                set.Append(members);
                at += end + 2;
                continue;
            }

            if (!TryTake(pattern, ref at, out var from))
            {
                return null;
            }

            var to = from;
            if (at + 1 < pattern.Length && pattern[at] == '-' && pattern[at + 1] != ']')
            {
                at++;
                if (!TryTake(pattern, ref at, out to))
                {
                    return null;
                }
            }

            if (from <= to)
            {
                set.Append(CultureInfo.InvariantCulture, $@"\u{(int)from:x4}-\u{(int)to:x4}");
            }
        }

        return null;
    }

    // No set fits what is between names.
    private static string Compose(StringBuilder set, bool isNegated) => (set.Length, isNegated) switch
    {
        (0, true) => "[^/]",
        (0, false) => Nothing,
        _ => $"[{(isNegated ? "^" : "")}{set}-[/]]",
    };

    private static bool TryTake(ReadOnlySpan<char> pattern, ref int at, out char taken)
    {
        if (pattern[at] == '\\')
        {
            at++;
        }

        taken = at < pattern.Length ? pattern[at] : '\0';
        return at++ < pattern.Length;
    }
}
