using System.Text.RegularExpressions;

namespace AIWhisperer.Core.Configuration;

/// <summary>Names of tools in which <c>*</c> stands for any characters.</summary>
internal static partial class NamePattern
{
    private const char Any = '*';

    /// <summary>Whether the text holds nothing but what names are made of, and <c>*</c>.</summary>
    public static bool IsValid(string text) => Valid().IsMatch(text);

    public static bool HasWildcard(string text) => text.Contains(Any, StringComparison.Ordinal);

    /// <summary>Whether the name fits the pattern. One that is not valid fits no name.</summary>
    public static bool Matches(string pattern, string name) =>
        IsValid(pattern) && StarPattern.Fits(pattern, name);

    /// <summary>How the names of an MCP server's tools begin.</summary>
    public static string PrefixOf(string server) => $"{server}__";

    /// <summary>Whether a name that begins so could fit the pattern.</summary>
    public static bool CanMatchAfter(string prefix, string pattern)
    {
        var end = pattern.IndexOf(Any, StringComparison.Ordinal);
        return pattern.StartsWith(prefix, StringComparison.Ordinal)
            || (end >= 0 && prefix.StartsWith(pattern[..end], StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^[a-zA-Z0-9_*-]{1,100}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Valid();
}
