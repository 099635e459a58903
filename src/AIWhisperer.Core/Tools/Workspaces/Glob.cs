using System.Text;
using System.Text.RegularExpressions;

namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>
/// A pattern for paths, as in <c>.gitignore</c>: <c>*</c>, <c>?</c>, <c>[a-z]</c> within a name, <c>**</c> for any folders; without a
/// <c>/</c> it fits a name in any folder. Patterns come from models and from the files that they read, so the time of a match grows
/// with the length of the path only, whatever the pattern.
/// </summary>
internal sealed class Glob
{
    public const int MaxLength = 256;

    private readonly Regex _regex;
    private readonly bool _isOfName;

    private Glob(string regex, bool isOfName)
    {
        _regex = new Regex($@"\A(?:{regex})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline);
        _isOfName = isOfName;
    }

    /// <summary>The pattern, or null when it is none: too long, or with a bracket or a backslash that is not completed.</summary>
    public static Glob? Parse(string pattern)
    {
        var isOfName = !pattern.Contains('/', StringComparison.Ordinal);
        return pattern.Length <= MaxLength && Translate(pattern.StartsWith('/') ? pattern[1..] : pattern) is { } regex
            ? new Glob(regex, isOfName)
            : null;
    }

    /// <param name="path">A path below the folder that the pattern is meant for.</param>
    public bool Fits(string path) => _regex.IsMatch(_isOfName ? path.AsSpan(path.LastIndexOf('/') + 1) : path);

    private static string? Translate(string pattern)
    {
        var regex = new StringBuilder();
        for (var at = 0; at < pattern.Length;)
        {
            var rest = pattern.AsSpan(at);
            var beginsName = at == 0 || pattern[at - 1] == '/';
            if (beginsName && rest.StartsWith("**/", StringComparison.Ordinal))
            {
                regex.Append("(?:[^/]+/)*");
                at += 3;
            }
            else if (beginsName && at > 0 && rest is "**")
            {
                regex.Append(".+");
                at += 2;
            }
            else if (rest[0] == '*')
            {
                regex.Append("[^/]*");
                at += rest.IndexOfAnyExcept('*') is > 0 and var stars ? stars : rest.Length;
            }
            else if (rest[0] == '?')
            {
                regex.Append("[^/]");
                at++;
            }
            else if (rest[0] == '[')
            {
                if (GlobSet.Parse(rest, out var length) is not { } set)
                {
                    return null;
                }

                regex.Append(set);
                at += length;
            }
            else if (rest[0] == '\\')
            {
                if (rest.Length == 1)
                {
                    return null;
                }

                regex.Append(Regex.Escape(rest[1..2].ToString()));
                at += 2;
            }
            else
            {
                regex.Append(Regex.Escape(rest[..1].ToString()));
                at++;
            }
        }

        return regex.ToString();
    }
}
