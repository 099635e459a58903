namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>Who shares a workspace.</summary>
public enum WorkspaceScope
{
    /// <summary>All sessions work in the root itself.</summary>
    Server,

    /// <summary>The sessions of one principal share a folder below the root.</summary>
    Owner,

    /// <summary>Each session has a folder of its own below the root.</summary>
    Session,
}
