using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Providers.Resilience;

/// <summary>What keeps a provider's calls within bounds. It outlives the client: an edit of a price must forget no call and close no circuit.</summary>
internal sealed class ProviderGuards(ProviderDefinition provider, TimeProvider clock)
{
    private readonly (string Kind, string? Host, CallLimits Limits, ResilienceSettings Resilience) _for = KeyOf(provider);

    public CallGate Gate { get; } = new($"Provider '{provider.Id}'", provider.Limits, clock);

    public Circuit Circuit { get; } = new(provider, clock);

    /// <summary>Whether they are good for another definition of the same provider: the same host with the same bounds.</summary>
    public bool Fit(ProviderDefinition other) => _for == KeyOf(other);

    private static (string Kind, string? Host, CallLimits Limits, ResilienceSettings Resilience) KeyOf(ProviderDefinition provider) =>
        (provider.Kind, provider.BaseUrl?.Authority, provider.Limits, provider.Resilience);
}
