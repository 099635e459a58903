using System.ComponentModel;
using System.Globalization;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>The tool <c>list_directory</c>.</summary>
internal sealed class ListDirectoryTool(WorkspaceRoots roots, int maxResultBytes)
{
    public const string Name = "list_directory";

    public AIFunction Function => AIFunctionFactory.Create(
        List,
        Name,
        "Lists a folder of the workspace: folders with a / at their end, files with their size. With recursive it lists the folders below "
            + "too, but not what .gitignore leaves out.");

    private string List(
        AIFunctionArguments arguments,
        CancellationToken cancellationToken,
        [Description("The folder, relative to the workspace; . is the workspace itself.")] string path = ".",
        [Description("Whether to list the folders below, too.")] bool recursive = false,
        [Description("With recursive, how many levels to list, 1 to 32.")] int max_depth = 5)
    {
        var target = WorkspacePath.Parse(path);
        WalkArguments.CheckDepth(max_depth);
        return recursive
            ? ListTree(new WorkspaceWalk(roots, arguments.Session(), target, max_depth), cancellationToken)
            : ListOne(arguments.Session(), target, cancellationToken);
    }

    private string ListOne(IToolSession session, WorkspacePath target, CancellationToken cancellationToken)
    {
        using var directory = roots.Open(session, target.Segments);
        var entries = new List<WorkspaceEntry>();
        foreach (var entry in directory.List().Take(WorkspaceWalk.MaxEntries))
        {
            cancellationToken.ThrowIfCancellationRequested();
            entries.Add(entry);
        }

        return Show(
            entries.OrderBy(entry => entry.Name, StringComparer.Ordinal)
                .Select(entry => (directory, entry, WalkedEntry.Show(WorkspacePath.Show(entry.Name), entry.Kind))),
            () => entries.Count == WorkspaceWalk.MaxEntries);
    }

    private string ListTree(WorkspaceWalk walk, CancellationToken cancellationToken) => Show(
        walk.Entries(cancellationToken).Select(walked => (walked.Directory, walked.Entry, walked.Shown)),
        () => walk.IsCut);

    private string Show(IEnumerable<(WorkspaceDirectory Directory, WorkspaceEntry Entry, string Shown)> entries, Func<bool> isCut)
    {
        var text = new BoundedText(maxResultBytes);
        foreach (var (directory, entry, shown) in entries)
        {
            if (!text.TryAdd(entry.Kind == FileKind.File ? $"{shown} ({Size(directory, entry.Name)})" : shown))
            {
                return text.EndWith("more entries do not fit: list a folder below, or use search_files");
            }
        }

        return text.IsEmpty ? text.EndWith("the folder is empty")
            : isCut() ? text.EndWith($"cut after {WorkspaceWalk.MaxEntries} entries: list a folder below")
            : text.ToString();
    }

    private static string Size(WorkspaceDirectory directory, string name) => directory.Find(name) is { } facts
        ? string.Create(CultureInfo.InvariantCulture, $"{facts.Length:N0} bytes")
        : "gone meanwhile";
}
