namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>One name in a directory.</summary>
internal readonly record struct WorkspaceEntry(string Name, FileKind Kind);
