namespace AIWhisperer.Core.Providers;

/// <summary>Whether a provider can be called at all.</summary>
public enum ProviderAvailability
{
    /// <summary>Everything it needs is configured; whether it answers only a call can tell.</summary>
    Available,

    /// <summary>It is not configured, or its key is not set.</summary>
    Unavailable,
}
