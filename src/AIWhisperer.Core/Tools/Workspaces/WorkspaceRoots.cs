using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>Finds the workspace of a session. Thread-safe.</summary>
internal sealed class WorkspaceRoots(IOptions<WorkspaceOptions> options)
{
    private readonly WorkspaceOptions _options = options.Value;

    /// <summary>The full path of the directory that the session's tools work in. It is made when it is not there.</summary>
    public string Find(IToolSession session)
    {
        var root = Path.GetFullPath(_options.Root);
        var path = _options.Scope switch
        {
            WorkspaceScope.Owner => Path.Combine(root, session.Owner),
            WorkspaceScope.Session => Path.Combine(root, session.SessionId),
            _ => root,
        };
        Directory.CreateDirectory(path);
        return path;
    }
}
