using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace AIWhisperer.Reliability;

/// <summary>
/// How much the suites do: the short form by default, the full one by <c>RELIABILITY=full</c>. What they do at random comes from
/// <see cref="Seed"/>, which <c>RELIABILITY_SEED</c> sets to that of a run to be replayed.
/// </summary>
internal static class Scale
{
    private static readonly IConfiguration s_environment = new ConfigurationBuilder().AddEnvironmentVariables().Build();

    public static bool IsFull { get; } = s_environment["RELIABILITY"] switch
    {
        null or "" or "short" => false,
        "full" => true,
        var other => throw new InvalidOperationException($"RELIABILITY is '{other}'. Set it to 'full' or 'short', or leave it out for 'short'."),
    };

    public static int Seed { get; } = s_environment["RELIABILITY_SEED"] is { Length: > 0 } seed
        ? int.Parse(seed, CultureInfo.InvariantCulture)
        : Random.Shared.Next(1_000_000);

    /// <summary>A suite's count of this run.</summary>
    public static int Of(int inShort, int inFull) => IsFull ? inFull : inShort;
}
