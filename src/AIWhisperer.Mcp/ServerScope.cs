namespace AIWhisperer.Mcp;

/// <summary>Who shares a connection to a server.</summary>
internal enum ServerScope
{
    /// <summary>All sessions.</summary>
    Shared,

    /// <summary>Nobody: each session has its own.</summary>
    Session,
}
