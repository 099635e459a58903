using System.ComponentModel.DataAnnotations;

namespace AIWhisperer.Core.Providers.Cassettes;

/// <summary>Recording and replaying of model traffic; section <c>AIWhisperer:Cassettes</c>. Read once, at start.</summary>
public sealed class CassetteOptions
{
    /// <summary>Whether traffic is recorded or replayed. Default: off.</summary>
    [EnumDataType(typeof(CassetteMode))]
    public CassetteMode Mode { get; set; } = CassetteMode.Off;

    /// <summary>
    /// Recording: the directory for the files, made when it is missing. Replaying: one file, which every new session plays from its
    /// beginning; or a directory, from which each new session plays the first file, by name, that begins with its own first call.
    /// Default: <c>data/cassettes</c>.
    /// </summary>
    [Required]
    public string Path { get; set; } = "data/cassettes";

    /// <summary>The pace of a replay: 1 is as recorded, 2 twice as fast, 0 without pause. Default 0; at most 1,000.</summary>
    [Range(0.0, 1_000.0)]
    public double Speed { get; set; }
}
