using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>Finds the workspace of a session. Thread-safe.</summary>
[SuppressMessage("Reliability", "CA2000", Justification = "Directories pass to the caller; one that is left is closed by leaving it.")]
internal sealed class WorkspaceRoots(IOptions<WorkspaceOptions> options)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _root = Path.GetFullPath(options.Value.Root);
    private readonly WorkspaceScope _scope = options.Value.Scope;

    /// <summary>The full path of the directory that the session's tools work in. It is made when it is not there.</summary>
    public string Find(IToolSession session)
    {
        var path = Folder(session) is { } folder ? Path.Combine(_root, folder) : _root;
        Make(path);
        return path;
    }

    /// <summary>The same directory, held open. The root may be reached by links, for it is the operator's; what is below it may not.</summary>
    public WorkspaceDirectory Open(IToolSession session)
    {
        Make(_root);
        var root = WorkspaceDirectory.OpenRoot(_root);
        return Folder(session) is { } folder ? root.GoTo(folder, make: true).AsRoot() : root;
    }

    /// <summary>A folder of the session's workspace, held open.</summary>
    public WorkspaceDirectory Open(IToolSession session, IEnumerable<string> folders, bool make = false) =>
        folders.Aggregate(Open(session), (directory, folder) => directory.GoTo(folder, make));

    private static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, Private);
        }
    }

    private string? Folder(IToolSession session) => _scope switch
    {
        WorkspaceScope.Owner => FolderName.Of(session.Owner),
        WorkspaceScope.Session => FolderName.Of(session.SessionId),
        _ => null,
    };
}
