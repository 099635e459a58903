namespace AIWhisperer.Server;

/// <summary>What is told to callers that call too fast, on either wire.</summary>
internal static class RateRefusal
{
    public const string Message =
        $"You call faster than allowed ({ServerOptions.Section}:{nameof(ServerOptions.CallsPerSecond)}). Wait, then go on more slowly.";

    /// <summary>Buckets are filled once a second.</summary>
    public static TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(1);
}
