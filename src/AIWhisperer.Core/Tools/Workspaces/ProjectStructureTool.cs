using System.ComponentModel;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>The tool <c>get_project_structure</c>.</summary>
internal sealed class ProjectStructureTool(WorkspaceRoots roots, int maxResultBytes)
{
    public const string Name = "get_project_structure";

    public AIFunction Function => AIFunctionFactory.Create(
        Show, Name, "Shows the folders and files of the workspace as a tree, without what .gitignore leaves out.");

    private string Show(
        AIFunctionArguments arguments,
        CancellationToken cancellationToken,
        [Description("The folder to begin with, relative to the workspace.")] string path = ".",
        [Description("How many levels to show, 1 to 32.")] int max_depth = 4)
    {
        var target = WorkspacePath.Parse(path);
        WalkArguments.CheckDepth(max_depth);
        var walk = new WorkspaceWalk(roots, arguments.Session(), target, max_depth);
        var text = new BoundedText(maxResultBytes);
        text.TryAdd($"{target}/");
        foreach (var walked in walk.Entries(cancellationToken))
        {
            var isFolded = walked.Entry.Kind == FileKind.Directory && walked.Depth == max_depth;
            var shown = WalkedEntry.Show(WorkspacePath.Show(walked.Entry.Name), walked.Entry.Kind);
            if (!text.TryAdd($"{new string(' ', 2 * walked.Depth)}{shown}{(isFolded ? " …" : "")}"))
            {
                return text.EndWith("more does not fit: show a folder below, or fewer levels");
            }
        }

        return walk.IsCut ? text.EndWith($"cut after {WorkspaceWalk.MaxEntries} entries: show a folder below") : text.ToString();
    }
}
