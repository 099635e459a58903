namespace AIWhisperer.Mcp;

/// <summary>The system's program that runs another one, in its own place, as the leader of a session of its own.</summary>
internal static class SessionLeader
{
    /// <summary>Its path, or null where the system has none, or no process table to find the session's members in.</summary>
    public static string? Program { get; } =
        OperatingSystem.IsLinux() ? Array.Find((string[])["/usr/bin/setsid", "/bin/setsid"], File.Exists) : null;
}
