using System.ComponentModel.DataAnnotations;

namespace AIWhisperer.Core.Configuration;

/// <summary>Where the YAML configuration is and how it is watched.</summary>
public sealed class ConfigurationOptions
{
    /// <summary>The directory that holds <c>providers.yaml</c>, <c>agents/</c> and <c>prompts/</c>. Default: <c>config</c>.</summary>
    [Required]
    public string Directory { get; set; } = "config";

    /// <summary>
    /// Whether the file system is asked to report changes at once; where it cannot, as on some mounts, polling alone serves. Default: true.
    /// </summary>
    public bool Watch { get; set; } = true;

    /// <summary>
    /// How often the files are compared with what is in service, for file systems that report no changes. Default: 5 seconds; 100
    /// milliseconds to 1 hour.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);
}
