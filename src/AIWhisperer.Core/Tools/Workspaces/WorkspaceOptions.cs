using System.ComponentModel.DataAnnotations;

namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>Where the tools for files and commands work. Read once, at start.</summary>
public sealed class WorkspaceOptions
{
    /// <summary>
    /// The directory that holds the workspaces; it is made when it is not there. Nothing outside it can be read or written. It should hold
    /// nothing that the server itself is run by: agents may change what lies in it.
    /// </summary>
    [Required]
    public string Root { get; set; } = "data/workspace";

    /// <summary>Who shares a workspace; <see cref="WorkspaceScope.Server"/> unless set.</summary>
    [EnumDataType(typeof(WorkspaceScope))]
    public WorkspaceScope Scope { get; set; } = WorkspaceScope.Server;
}
