namespace AIWhisperer.Core.Providers;

/// <summary>An attempt failed before anything was visible; the call is made again after a wait.</summary>
/// <param name="providerId">The provider.</param>
/// <param name="attempt">The attempt that failed, from 1.</param>
/// <param name="delay">The wait.</param>
/// <param name="cause">Why it failed.</param>
public sealed class RetryNotice(string providerId, int attempt, TimeSpan delay, ProviderException cause) : ProviderNotice
{
    /// <summary>The provider.</summary>
    public string ProviderId => providerId;

    /// <summary>The attempt that failed, from 1.</summary>
    public int Attempt => attempt;

    /// <summary>The wait before the next.</summary>
    public TimeSpan Delay => delay;

    /// <summary>Why it failed.</summary>
    public ProviderException Cause => cause;
}
