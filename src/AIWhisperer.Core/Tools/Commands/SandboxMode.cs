namespace AIWhisperer.Core.Tools.Commands;

/// <summary>Whether commands run in a sandbox.</summary>
public enum SandboxMode
{
    /// <summary>They do where the system lets the server make one; elsewhere they run with the rights of the server.</summary>
    Auto,

    /// <summary>They do, or they do not run.</summary>
    Required,

    /// <summary>They run with the rights of the server.</summary>
    Off,
}
