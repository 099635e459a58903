namespace AIWhisperer.Mcp;

/// <summary>Which of a server's tools are offered.</summary>
internal enum ServerTrust
{
    /// <summary>Those that are as they were when they were first seen.</summary>
    FirstUse,

    /// <summary>Those that a person has approved with <c>trust-mcp</c>.</summary>
    Pinned,
}
