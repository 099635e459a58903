using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Providers;

namespace AIWhisperer.Server.Providers;

/// <summary>The model back ends.</summary>
/// <param name="Revision">Names the configuration in service.</param>
/// <param name="Default">The provider of agents that name none.</param>
/// <param name="Providers">By id.</param>
/// <param name="Problems">What the last reading of <c>providers.yaml</c> found wrong.</param>
public sealed record ProviderList(
    string Revision,
    string? Default,
    IReadOnlyList<ProviderResponse> Providers,
    IReadOnlyList<ConfigurationProblem> Problems);

/// <summary>A model back end, without its key.</summary>
/// <param name="Id">The name agents use.</param>
/// <param name="Kind">The protocol it speaks.</param>
/// <param name="BaseUrl">Where it listens.</param>
/// <param name="Availability">Whether it can be called.</param>
/// <param name="Reason">Why not, with the remedy.</param>
/// <param name="Models">The models it is known to offer; empty means that any name is passed on.</param>
public sealed record ProviderResponse(
    string Id,
    string Kind,
    Uri? BaseUrl,
    ProviderAvailability Availability,
    string? Reason,
    IReadOnlyList<string> Models);
