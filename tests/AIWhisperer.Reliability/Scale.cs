using Microsoft.Extensions.Configuration;

namespace AIWhisperer.Reliability;

/// <summary>How much the suites do: the short form by default, the full one by the environment variable RELIABILITY.</summary>
internal static class Scale
{
    public static bool IsFull { get; } = new ConfigurationBuilder().AddEnvironmentVariables().Build()["RELIABILITY"] switch
    {
        null or "" or "short" => false,
        "full" => true,
        var other => throw new InvalidOperationException($"RELIABILITY is '{other}'. Set it to 'full' or 'short', or leave it out for 'short'."),
    };

    /// <summary>A suite's count of this run.</summary>
    public static int Of(int inShort, int inFull) => IsFull ? inFull : inShort;
}
