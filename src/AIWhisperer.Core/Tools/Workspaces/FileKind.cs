namespace AIWhisperer.Core.Tools.Workspaces;

/// <summary>What a name in a directory stands for.</summary>
internal enum FileKind
{
    /// <summary>A device, a pipe, a socket, or something with a name that no path can have.</summary>
    Other,

    /// <summary>A file that is not one of the others.</summary>
    File,

    Directory,

    /// <summary>A symbolic link; never followed.</summary>
    Link,
}
