namespace AIWhisperer.Core.Providers;

/// <summary>What is going on with a provider's calls, for status pages. Immutable.</summary>
/// <param name="ProviderId">The provider.</param>
public sealed record ProviderActivity(string ProviderId)
{
    /// <summary>Calls that run now, also those that began under an earlier definition.</summary>
    public int RunningCalls { get; init; }

    /// <summary>Calls that wait for their turn.</summary>
    public int WaitingCalls { get; init; }

    /// <summary>Whether calls pass.</summary>
    public ProviderCircuit Circuit { get; init; }

    /// <summary>Until when no call passes; null unless the circuit is open.</summary>
    public DateTimeOffset? OpenUntil { get; init; }

    /// <summary>The last failure since the server started; null when there was none.</summary>
    public ProviderFailure? LastError { get; init; }

    /// <summary>Calls made since the server started, each attempt counted.</summary>
    public long Calls { get; init; }

    /// <summary>How many of them failed, for whatever reason.</summary>
    public long Failures { get; init; }
}
