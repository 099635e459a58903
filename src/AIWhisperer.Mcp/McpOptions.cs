using System.ComponentModel.DataAnnotations;

namespace AIWhisperer.Mcp;

/// <summary>Limits of connections to MCP servers, and where their tools' approval is kept. Read once, at start.</summary>
public sealed class McpOptions
{
    /// <summary>The file that holds what was approved of each server's tools; it is made when it is not there.</summary>
    [Required]
    public string PinsFile { get; set; } = "mcp-pins.json";

    /// <summary>How long connecting may take in all, with the list of tools, from 1 second to 1 minute; 10 seconds unless set.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The most connections, and so programs, at once, from 1 to 10,000; 100 unless set.</summary>
    [Range(1, 10_000)]
    public int MaxConnections { get; set; } = 100;

    /// <summary>The most tools of one server, from 1 to 10,000; 200 unless set. One that lists more has none.</summary>
    [Range(1, 10_000)]
    public int MaxTools { get; set; } = 200;

    /// <summary>The largest schema of a tool's arguments, in bytes, from 1,024 to 1,048,576; 65,536 unless set. A tool with a larger
    /// one is off.</summary>
    [Range(1_024, 1_048_576)]
    public int MaxSchemaBytes { get; set; } = 65_536;

    /// <summary>The largest message of a server, in bytes, from 65,536 to 67,108,864; 4,194,304 unless set. A larger one ends the
    /// connection.</summary>
    [Range(65_536, 67_108_864)]
    public int MaxMessageBytes { get; set; } = 4_194_304;
}
