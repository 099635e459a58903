using System.Collections.Immutable;

namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>A set of characters in a <see cref="Glob"/>, such as <c>[!a-z]</c>. It never has the <c>/</c> between names. Immutable.</summary>
/// <param name="Ranges">From and to, both included.</param>
/// <param name="IsNegated">Whether it has all other characters.</param>
internal sealed record GlobSet(ImmutableArray<(char From, char To)> Ranges, bool IsNegated)
{
    private static readonly Dictionary<string, (char, char)[]> s_classes = new(StringComparer.Ordinal)
    {
        ["alnum"] = [('0', '9'), ('A', 'Z'), ('a', 'z')],
        ["alpha"] = [('A', 'Z'), ('a', 'z')],
        ["blank"] = [(' ', ' '), ('\t', '\t')],
        ["cntrl"] = [('\0', '\x1f'), ('\x7f', '\x7f')],
        ["digit"] = [('0', '9')],
        ["graph"] = [('!', '~')],
        ["lower"] = [('a', 'z')],
        ["print"] = [(' ', '~')],
        ["punct"] = [('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
        ["space"] = [('\t', '\r'), (' ', ' ')],
        ["upper"] = [('A', 'Z')],
        ["xdigit"] = [('0', '9'), ('A', 'F'), ('a', 'f')],
    };

    public bool Has(char c)
    {
        foreach (var (from, to) in Ranges)
        {
            if (c >= from && c <= to)
            {
                return !IsNegated && c != '/';
            }
        }

        return IsNegated && c != '/';
    }

    /// <param name="pattern">A pattern that begins with the set.</param>
    /// <param name="length">How much of it the set is.</param>
    /// <returns>Null when the set does not end, or names a class that there is not.</returns>
    public static GlobSet? Parse(ReadOnlySpan<char> pattern, out int length)
    {
        var ranges = ImmutableArray.CreateBuilder<(char, char)>();
        var isNegated = pattern.Length > 1 && pattern[1] is '!' or '^';
        length = 0;
        var first = isNegated ? 2 : 1;
        for (var at = first; at < pattern.Length;)
        {
            if (pattern[at] == ']' && at > first)
            {
                length = at + 1;
                return new GlobSet(ranges.ToImmutable(), isNegated);
            }

            var rest = pattern[at..];
            if (rest.StartsWith("[:", StringComparison.Ordinal) && rest.IndexOf(":]", StringComparison.Ordinal) is > 1 and var end)
            {
                if (!s_classes.TryGetValue(rest[2..end].ToString(), out var members))
                {
                    return null;
                }

                ranges.AddRange(members);
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

            // As in git, a range that runs backwards has its first character in it.
            ranges.Add((from, to < from ? from : to));
        }

        return null;
    }

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
