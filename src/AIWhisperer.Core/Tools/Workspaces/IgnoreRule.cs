namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>A line of a <c>.gitignore</c>.</summary>
/// <param name="Glob">What it is about.</param>
/// <param name="Ignores">Whether what fits is ignored, or, by a <c>!</c>, not ignored after all.</param>
/// <param name="OfDirectories">Whether only directories fit.</param>
internal sealed record IgnoreRule(Glob Glob, bool Ignores, bool OfDirectories)
{
    /// <summary>The rule of a line; null when it has none.</summary>
    public static IgnoreRule? Parse(string line)
    {
        var pattern = TrimEnd(line.TrimEnd('\r'));
        if (pattern.StartsWith('#'))
        {
            return null;
        }

        var ignores = !pattern.StartsWith('!');
        pattern = ignores ? pattern : pattern[1..];
        var ofDirectories = pattern.EndsWith('/');
        pattern = ofDirectories ? pattern[..^1] : pattern;
        return pattern.Length > 0 && Glob.Parse(pattern) is { } glob ? new IgnoreRule(glob, ignores, ofDirectories) : null;
    }

    // A space at the end counts only behind a backslash.
    private static string TrimEnd(string line)
    {
        var trimmed = line.TrimEnd(' ');
        var backslashes = trimmed.Length - trimmed.TrimEnd('\\').Length;
        return trimmed.Length < line.Length && backslashes % 2 == 1 ? trimmed + ' ' : trimmed;
    }
}
