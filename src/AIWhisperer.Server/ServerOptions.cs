using System.ComponentModel.DataAnnotations;

namespace AIWhisperer.Server;

/// <summary>What the web side of the server may be set to; section <c>AIWhisperer:Server</c>.</summary>
internal sealed class ServerOptions
{
    public const string Section = "AIWhisperer:Server";

    /// <summary>The largest body of a REST request, in bytes. Default 1 MB; 1 KB to 100 MB.</summary>
    [Range(1_024, 104_857_600)]
    public long MaxRequestBytes { get; set; } = 1_048_576;

    /// <summary>The largest message to the hub, in bytes. Default 256 KB; 1 KB to 16 MB. A larger one ends the connection.</summary>
    [Range(1_024, 16_777_216)]
    public long MaxHubMessageBytes { get; set; } = 262_144;

    /// <summary>
    /// How long an event stream may be silent before a comment is sent, so that no proxy takes it for dead. Default 15 seconds, which is the
    /// most; at least 100 milliseconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:15", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan StreamHeartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long a client may take nothing of what is sent to it before it is cut off. Default 15 seconds; 100 milliseconds to 10 minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The requests and hub calls a second that one principal may make in the long run. Default 1,000.</summary>
    [Range(1, 1_000_000)]
    public int CallsPerSecond { get; set; } = 1_000;

    /// <summary>The requests and hub calls that one principal may make at once after a pause. Default 2,000.</summary>
    [Range(1, 1_000_000)]
    public int CallBurst { get; set; } = 2_000;

    /// <summary>The requests and hub calls a second that all principals together may make in the long run. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int CallsPerSecondInAll { get; set; } = 10_000;

    /// <summary>The requests and hub calls that all principals together may make at once after a pause. Default 20,000.</summary>
    [Range(1, 1_000_000)]
    public int CallBurstInAll { get; set; } = 20_000;

    /// <summary>
    /// The most connections for requests, and as many besides for hubs. Lowered, with a warning, to what the limit of open files of the
    /// process carries. Default 10,000.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>
    /// Whether the Swagger page and the OpenAPI document are served without a key although keys are configured. They hold nobody's data;
    /// a browser cannot load the page with a key. Default false.
    /// </summary>
    public bool AnonymousSwagger { get; set; }
}
