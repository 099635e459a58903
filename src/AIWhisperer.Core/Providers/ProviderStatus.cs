namespace AIWhisperer.Core.Providers;

/// <summary>Whether a provider can be called, and why not. Immutable.</summary>
/// <param name="ProviderId">The provider asked about.</param>
/// <param name="Availability">Whether it can be called.</param>
/// <param name="Reason">Why not, with the remedy; null when it is available.</param>
public sealed record ProviderStatus(string ProviderId, ProviderAvailability Availability, string? Reason)
{
    /// <summary>What is told where a key is missing.</summary>
    internal static string MissingKey(string variable) => $"{variable} is not set; set it in the server's environment and restart.";

    /// <summary>Whether <see cref="Availability"/> is <see cref="ProviderAvailability.Available"/>.</summary>
    public bool IsAvailable => Availability == ProviderAvailability.Available;
}
