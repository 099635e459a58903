using System.Text.RegularExpressions;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Mcp;

/// <summary>A text in which <c>${NAME}</c> stands for what the server's environment holds under that name.</summary>
internal static partial class VariableText
{
    /// <summary>The variables that the text names and the environment does not hold.</summary>
    public static IEnumerable<string> Missing(string text, EnvironmentReader environment) =>
        Pattern().Matches(text).Select(match => match.Groups[1].Value).Where(name => string.IsNullOrEmpty(environment(name)));

    /// <summary>Whether the text names a variable.</summary>
    public static bool HasVariable(string text) => Pattern().IsMatch(text);

    /// <summary>The text with the values in place. What comes of it may be a secret.</summary>
    public static string Fill(string text, EnvironmentReader environment) =>
        Pattern().Replace(text, match => environment(match.Groups[1].Value) ?? "");

    /// <summary>Whether there is a <c>${</c> that begins no name.</summary>
    public static bool IsBroken(string text) => Pattern().Replace(text, "").Contains("${", StringComparison.Ordinal);

    [GeneratedRegex(@"\$\{([A-Za-z_][A-Za-z0-9_]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
