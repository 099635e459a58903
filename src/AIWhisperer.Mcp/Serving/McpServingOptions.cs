using System.ComponentModel.DataAnnotations;

namespace AIWhisperer.Mcp.Serving;

/// <summary>What clients of the Model Context Protocol are offered, and how many; section <c>AIWhisperer:Mcp:Server</c>. Read once, at start.</summary>
public sealed class McpServingOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "AIWhisperer:Mcp:Server";

    /// <summary>
    /// The agent whose grants, of the server's own tools, clients may call themselves; its approval rules hold too. Not set, which is the
    /// default, clients are offered agents only.
    /// </summary>
    public string? Agent { get; set; }

    /// <summary>How long a client over HTTP may be silent before it is forgotten. Default 30 minutes; 1 second to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// The most clients of one principal over HTTP. Default 32; 1 to 10,000. One more takes the place of the one that has been silent for
    /// longest.
    /// </summary>
    [Range(1, 10_000)]
    public int MaxSessionsPerOwner { get; set; } = 32;

    /// <summary>The most clients over HTTP in all. Default 1,000; 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int MaxSessions { get; set; } = 1_000;
}
