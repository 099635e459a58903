using System.ComponentModel;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>The tool <c>search_files</c>.</summary>
internal sealed class SearchFilesTool(WorkspaceRoots roots, int maxResultBytes)
{
    public const string Name = "search_files";

    private const int MostResults = 1_000;

    public AIFunction Function => AIFunctionFactory.Create(
        Search,
        Name,
        "Finds files and folders of the workspace by their names. What .gitignore leaves out is not found.");

    private string Search(
        [Description("A pattern as in .gitignore: *.cs for a name in any folder, src/**/*.md for a path, counted from the folder searched.")]
        string pattern,
        AIFunctionArguments arguments,
        CancellationToken cancellationToken,
        [Description("The folder to search, relative to the workspace.")] string path = ".",
        [Description("The most results, 1 to 1000.")] int max_results = 200)
    {
        var target = WorkspacePath.Parse(path);
        var glob = WalkArguments.ParseGlob("pattern", pattern);
        WalkArguments.Check("max_results", max_results, 1, MostResults);
        var walk = new WorkspaceWalk(roots, arguments.Session(), target, WorkspaceWalk.DeepestDepth);
        var text = new BoundedText(maxResultBytes);
        var found = 0;
        foreach (var walked in walk.Entries(cancellationToken).Where(walked => glob.Fits(target.RelativeOf(walked.Path))))
        {
            if (found == max_results || !text.TryAdd(walked.Shown))
            {
                return text.EndWith($"there are more than these {found}: give a narrower pattern or a folder");
            }

            found++;
        }

        return walk.IsCut ? text.EndWith($"cut after {WorkspaceWalk.MaxEntries} entries: search a folder below")
            : found == 0 ? text.EndWith("nothing fits the pattern")
            : text.ToString();
    }
}
