using System.ComponentModel.DataAnnotations;

namespace AIWhisperer.Core.Tools.Web;

/// <summary>What agents may fetch from the web; section <c>AIWhisperer:Fetch</c>. Read once, at start.</summary>
public sealed class FetchOptions : IValidatableObject
{
    /// <summary>
    /// The hosts that may be asked: <c>example.org</c> is that host alone, <c>*.example.org</c> all below it, <c>*</c> every host. Default:
    /// none, and the tool <c>fetch_url</c> cannot be called.
    /// </summary>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>The ports that may be asked. Default: 80 and 443, unless others are set.</summary>
    public IList<int> AllowedPorts { get; } = [];

    /// <summary>Whether allowed hosts may have addresses of private networks, of this machine too. Default: false.</summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>The most of a page that is read, in bytes once unpacked, from 1,024 to 67,108,864. Default: 2,097,152.</summary>
    [Range(1_024, 67_108_864)]
    public int MaxBytes { get; set; } = 2_097_152;

    /// <summary>How long a fetch may take with all its redirects, from 0.1 seconds to 5 minutes. Default: 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Finds hosts and ports that cannot be meant.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var host in AllowedHosts.Where(host => !AllowedHost.IsPattern(host)))
        {
            yield return new ValidationResult(
                $"'{host}' is not a host: write it as example.org, *.example.org, 192.0.2.1 or *, without scheme, port or path.", [nameof(AllowedHosts)]);
        }

        foreach (var port in AllowedPorts.Where(port => port is < 1 or > 65_535))
        {
            yield return new ValidationResult($"{port} is not a port.", [nameof(AllowedPorts)]);
        }
    }
}
