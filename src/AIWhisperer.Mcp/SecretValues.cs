using System.Text.RegularExpressions;

namespace AIWhisperer.Mcp;

/// <summary>Tells values that must not stand in a file by the names that they are given under.</summary>
internal static partial class SecretValues
{
    /// <summary>Whether something is written out whose name is that of a secret, such as API_KEY or Authorization, but not of a file with one.</summary>
    /// <param name="name">Of an environment variable, a header or a parameter of a query.</param>
    /// <param name="text">Its value, as written.</param>
    public static bool IsWrittenOut(string name, string text) => NamePattern().IsMatch(name) && !VariableText.HasVariable(text);

    // Words that are longer are others: MAX_TOKENS, KEYBOARD.
    [GeneratedRegex(
        @"(keys?|token|secrets?|passwords?|passwd|pwd|credentials?|signature|cookie|authorization|(^|[^a-z])(auth|sig))(?![a-z]|[-_](file|path)\z)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
