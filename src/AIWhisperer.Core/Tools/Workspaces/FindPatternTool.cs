using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>The tool <c>find_pattern</c>.</summary>
internal sealed partial class FindPatternTool(WorkspaceRoots roots, int maxResultBytes)
{
    public const string Name = "find_pattern";

    /// <summary>Longer files are not searched, in bytes.</summary>
    public const int MaxFileBytes = 16 * 1_048_576;

    /// <summary>Of a longer line only the beginning is searched, in bytes.</summary>
    public const int MaxLineBytes = 16_384;

    private const int MaxPatternLength = 500;
    private const int MaxRepetition = 256;
    private const int MostMatches = 1_000;
    private const int MostContextLines = 10;
    private const int FilesPerReport = 100;

    private static readonly TimeSpan s_longestMatch = TimeSpan.FromSeconds(1);

    public AIFunction Function => AIFunctionFactory.Create(
        Find,
        Name,
        "Finds a regular expression in the text files of the workspace, line by line. Each match is given as path:line: text, lines around "
            + "it as path-line- text. What .gitignore leaves out is not searched.");

    private string Find(
        [Description("A regular expression without lookaround and back references.")] string pattern,
        AIFunctionArguments arguments,
        CancellationToken cancellationToken,
        [Description("The folder or file to search, relative to the workspace.")] string path = ".",
        [Description("Only files that fit, as in .gitignore: *.cs, or src/**/*.md counted from the folder searched.")] string? glob = null,
        [Description("Whether upper and lower case are the same.")] bool ignore_case = false,
        [Description("How many lines before and after a match to show, 0 to 10.")] int context_lines = 0,
        [Description("The most matches, 1 to 1000.")] int max_matches = 100)
    {
        var target = WorkspacePath.Parse(path);
        var regex = ParsePattern(pattern, ignore_case);
        var files = glob is null ? null : WalkArguments.ParseGlob("glob", glob);
        WalkArguments.Check("context_lines", context_lines, 0, MostContextLines);
        WalkArguments.Check("max_matches", max_matches, 1, MostMatches);

        var search = new PatternSearch(regex, context_lines, max_matches, new BoundedText(maxResultBytes), cancellationToken);
        if (!target.IsRoot && SearchFile(search, arguments.Session(), target))
        {
            return search.Conclude(isCut: false);
        }

        var walk = new WorkspaceWalk(roots, arguments.Session(), target, WorkspaceWalk.DeepestDepth);
        foreach (var walked in walk.Entries(cancellationToken))
        {
            if (walked.Entry.Kind != FileKind.File || files?.Fits(target.RelativeOf(walked.Path)) == false)
            {
                continue;
            }

            if (!search.Search(walked.Directory, walked.Entry.Name))
            {
                break;
            }

            if (search.Files % FilesPerReport == 0)
            {
                arguments.Progress().Report(new ToolProgress($"{search.Files} files searched, {search.Matches} matches", search.Files));
            }
        }

        return search.Conclude(walk.IsCut);
    }

    private bool SearchFile(PatternSearch search, IToolSession session, WorkspacePath target)
    {
        using var directory = roots.Open(session, target.Folders);
        if (directory.Find(target.Name) is not { Kind: FileKind.File })
        {
            return false;
        }

        search.Search(directory, target.Name);
        return true;
    }

    // The pattern comes from a model. None backtracks, but each repetition is as if it were written out that often, and the time of a
    // match grows with the square of that.
    private static Regex ParsePattern(string pattern, bool ignoreCase)
    {
        if (pattern.Length is 0 or > MaxPatternLength)
        {
            throw Invalid($"is empty or longer than {MaxPatternLength} characters. Give a shorter one");
        }

        if (Syntax().Matches(pattern).Any(part => part.Groups["unread"].Success))
        {
            throw Invalid("has a comment or the option x, which are not possible here. Give it without");
        }

        try
        {
            if (Repetition(pattern) <= MaxRepetition)
            {
                var options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : 0);
                return new Regex(pattern, options, s_longestMatch);
            }
        }
        catch (RegexParseException exception)
        {
            throw Invalid(string.Create(
                CultureInfo.InvariantCulture,
                $"is no regular expression: {exception.Error} at {exception.Offset}. Escape what is meant literally"));
        }
        catch (NotSupportedException)
        {
            throw Invalid("has lookaround or a back reference, which are not possible here. Give a simpler one");
        }

        throw Invalid($"repeats more than {MaxRepetition} times, as by {{1000}}, in all. Give a simpler one");

        static InvalidInputException Invalid(string fault) => new(ErrorCodes.InvalidRequest, "pattern", $"pattern {fault}.");
    }

    /// <summary>How often, at most, one part of the pattern is repeated by counts: those of groups may lie in one another.</summary>
    private static double Repetition(string pattern)
    {
        var (ofGroups, ofOne) = (1.0, 1.0);
        foreach (Match count in Count().Matches(pattern))
        {
            var times = Math.Max(1, count.Groups["times"].Captures.Max(capture => double.Parse(capture.Value, CultureInfo.InvariantCulture)));
            (ofGroups, ofOne) = count.Value[0] == ')' ? (ofGroups * times, ofOne) : (ofGroups, Math.Max(ofOne, times));
        }

        return ofGroups * ofOne;
    }

    // What is escaped is passed over. Comments, and blanks that do not count, would come between a group and its count.
    [GeneratedRegex(@"\\.|(?<unread>\(\?(#|[A-Za-z-]*[xX]))", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Syntax();

    [GeneratedRegex(@"\)?\{(?<times>[0-9]+)(,(?<times>[0-9]+)?)?\}")]
    private static partial Regex Count();
}
