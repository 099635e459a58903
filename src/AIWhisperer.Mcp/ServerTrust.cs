namespace AIWhisperer.Mcp;

/// <summary>Which of a server's tools are offered.</summary>
internal enum ServerTrust
{
    /// <summary>Those of the first list that was seen of the server, as they were then.</summary>
    FirstUse,

    /// <summary>Those that a person has approved with <c>trust-mcp</c>.</summary>
    Pinned,
}
