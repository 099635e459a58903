namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>Something that a walk came by.</summary>
/// <param name="Directory">What it lies in; open until the walk goes on.</param>
/// <param name="Entry">Its name and kind.</param>
/// <param name="Depth">1 for what lies in the folder that the walk began in.</param>
internal readonly record struct WalkedEntry(WorkspaceDirectory Directory, WorkspaceEntry Entry, int Depth)
{
    /// <summary>Its path below the workspace's root.</summary>
    public string Path => Directory.PathOf(Entry.Name);

    /// <summary>Its path as a listing shows it: a folder's ends in <c>/</c>, and what cannot be opened says so.</summary>
    public string Shown => Show(WorkspacePath.Show(Path), Entry.Kind);

    public static string Show(string name, FileKind kind) => kind switch
    {
        FileKind.Directory => name + '/',
        FileKind.File => name,
        FileKind.Link => name + " (a link; not followed)",
        _ => name + " (no ordinary file; cannot be opened)",
    };
}
