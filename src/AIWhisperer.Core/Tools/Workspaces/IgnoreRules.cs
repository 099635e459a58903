using System.Collections.Immutable;

namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>
/// What walks through a workspace leave out: what the <c>.gitignore</c> of a folder and of those above it says, and every <c>.git</c>.
/// Immutable.
/// </summary>
internal sealed class IgnoreRules
{
    private const string FileName = ".gitignore";
    private const int MaxFileBytes = 65_536;
    private const int MaxRules = 1_000;

    private readonly IgnoreRules? _above;
    private readonly string _directory;
    private readonly ImmutableArray<IgnoreRule> _rules;

    private IgnoreRules(IgnoreRules? above, string directory, ImmutableArray<IgnoreRule> rules) =>
        (_above, _directory, _rules) = (above, directory, rules);

    /// <summary>With nothing but <c>.git</c> left out.</summary>
    public static IgnoreRules None { get; } = new(null, "", []);

    /// <summary>These and the directory's own, which go before them. What is in a file beyond 64 KB or 1,000 rules does not count.</summary>
    public IgnoreRules With(WorkspaceDirectory directory, CancellationToken cancellationToken)
    {
        try
        {
            using var file = directory.OpenFile(FileName);
            var lines = new LineReader(file.Handle, Glob.MaxLength, cancellationToken);
            var rules = ImmutableArray.CreateBuilder<IgnoreRule>();
            for (var read = 0; read < MaxFileBytes && rules.Count < MaxRules && lines.TryRead(); read += lines.Line.Length + 1)
            {
                if (!lines.IsCut && IgnoreRule.Parse(lines.Text) is { } rule)
                {
                    rules.Add(rule);
                }
            }

            return rules.Count == 0 ? this : new IgnoreRules(this, directory.Path, rules.ToImmutable());
        }
        catch (InvalidInputException)
        {
            // There is none, or none that can be read.
            return this;
        }
    }

    /// <param name="path">A path below the workspace's root, in the directory of these rules or below.</param>
    /// <param name="isDirectory">Whether it is a directory.</param>
    public bool Ignore(string path, bool isDirectory)
    {
        if (isDirectory && path.AsSpan(path.LastIndexOf('/') + 1) is ".git")
        {
            return true;
        }

        for (var level = this; level is not null; level = level._above)
        {
            var relative = level._directory.Length == 0 ? path : path[(level._directory.Length + 1)..];
            for (var at = level._rules.Length - 1; at >= 0; at--)
            {
                var rule = level._rules[at];
                if ((isDirectory || !rule.OfDirectories) && rule.Glob.Fits(relative))
                {
                    return rule.Ignores;
                }
            }
        }

        return false;
    }
}
