namespace AIWhisperer.Server;

/// <summary>What is told to callers that call too fast, on either wire.</summary>
/// <param name="Message">Which limit, and the remedy.</param>
/// <param name="IsOfWholeServer">Whether all callers together are too fast.</param>
internal sealed record RateRefusal(string Message, bool IsOfWholeServer)
{
    public static RateRefusal OfPrincipal { get; } = new(
        $"You call faster than allowed ({ServerOptions.Section}:{nameof(ServerOptions.CallsPerSecond)}). Wait, then go on more slowly.", false);

    public static RateRefusal OfServer { get; } = new(
        $"The server is called faster than it takes ({ServerOptions.Section}:{nameof(ServerOptions.CallsPerSecondInAll)}). Wait, then try again.", true);

    /// <summary>Buckets are filled once a second.</summary>
    public static TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(1);
}
