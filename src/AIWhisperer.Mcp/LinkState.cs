namespace AIWhisperer.Mcp;

/// <summary>How it stands with a link: there is a connection, or a reason why not; or neither, when it was not asked for yet.</summary>
internal sealed record LinkState(McpConnection? Connection, string? Reason)
{
    /// <summary>What is wrong, without when it is tried again; null when it is not known to be wrong.</summary>
    public string? Fault { get; init; }

    public static LinkState Idle { get; } = new(null, null);
}
