using System.Collections.Immutable;

namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>
/// A pattern for paths, as in <c>.gitignore</c>: <c>*</c>, <c>?</c>, <c>[a-z]</c> within a name, <c>**</c> for any folders; without a
/// <c>/</c> it fits a name in any folder. Patterns come from models and from the files that they read, so the time of a match is bounded
/// by the lengths of path and pattern: every way through the pattern is followed at once, and none is tried again. Immutable.
/// </summary>
internal sealed class Glob
{
    public const int MaxLength = 256;

    private readonly ImmutableArray<GlobStep> _steps;
    private readonly bool _isOfName;

    private Glob(ImmutableArray<GlobStep> steps, bool isOfName) => (_steps, _isOfName) = (steps, isOfName);

    /// <summary>The pattern, or null when it is none: too long, or with a bracket or a backslash that is not completed.</summary>
    public static Glob? Parse(string pattern)
    {
        var isOfName = !pattern.Contains('/', StringComparison.Ordinal);
        return pattern.Length <= MaxLength && ParseSteps(pattern.StartsWith('/') ? pattern[1..] : pattern) is { } steps
            ? new Glob(steps, isOfName)
            : null;
    }

    /// <param name="path">A path below the folder that the pattern is meant for.</param>
    public bool Fits(string path)
    {
        var subject = _isOfName ? path.AsSpan(path.LastIndexOf('/') + 1) : path;
        Span<bool> now = stackalloc bool[_steps.Length + 1];
        Span<bool> next = stackalloc bool[_steps.Length + 1];
        now[0] = true;
        Skip(now, beginsName: true);
        foreach (var c in subject)
        {
            next.Clear();
            for (var at = 0; at < _steps.Length; at++)
            {
                if (now[at] && _steps[at].Takes(c))
                {
                    next[_steps[at].Repeats ? at : at + 1] = true;
                }
            }

            Skip(next, beginsName: c == '/');
            var before = now;
            now = next;
            next = before;
        }

        return now[^1];
    }

    // What repeats may end, or not begin, at any point; folders only where a name begins.
    private void Skip(Span<bool> reached, bool beginsName)
    {
        for (var at = 0; at < _steps.Length; at++)
        {
            if (reached[at] && _steps[at].Repeats && (beginsName || _steps[at].Kind != GlobStepKind.Folders))
            {
                reached[at + 1] = true;
            }
        }
    }

    private static ImmutableArray<GlobStep>? ParseSteps(string pattern)
    {
        var steps = ImmutableArray.CreateBuilder<GlobStep>();
        for (var at = 0; at < pattern.Length;)
        {
            var rest = pattern.AsSpan(at);
            var stars = rest.IndexOfAnyExcept('*') is >= 0 and var others ? others : rest.Length;
            var areFolders = stars > 1 && (at == 0 || pattern[at - 1] == '/');
            if (areFolders && stars < rest.Length && rest[stars] == '/')
            {
                steps.Add(new GlobStep(GlobStepKind.Folders));
                at += stars + 1;
            }
            else if (areFolders && at > 0 && stars == rest.Length)
            {
                steps.Add(new GlobStep(GlobStepKind.Any));
                steps.Add(new GlobStep(GlobStepKind.Everything));
                at += stars;
            }
            else if (stars > 0)
            {
                steps.Add(new GlobStep(GlobStepKind.Star));
                at += stars;
            }
            else if (rest[0] == '[')
            {
                if (GlobSet.Parse(rest, out var length) is not { } set)
                {
                    return null;
                }

                steps.Add(new GlobStep(GlobStepKind.Set, Set: set));
                at += length;
            }
            else if (rest is "\\")
            {
                return null;
            }
            else
            {
                var isEscaped = rest[0] == '\\';
                steps.Add(rest[0] == '?' ? new GlobStep(GlobStepKind.Any) : new GlobStep(GlobStepKind.Character, rest[isEscaped ? 1 : 0]));
                at += isEscaped ? 2 : 1;
            }
        }

        return steps.ToImmutable();
    }
}
