using AIWhisperer.Core.Providers;
using Microsoft.Extensions.DependencyInjection;

namespace AIWhisperer.Anthropic;

/// <summary>Registers the provider kind <c>anthropic</c>.</summary>
public static class AnthropicServiceCollectionExtensions
{
    /// <summary>
    /// Lets <c>providers.yaml</c> name <c>kind: anthropic</c>: Claude by the Messages API, through the vendor's own client. Needs a
    /// registered <see cref="TimeProvider"/>, which Core's registration adds.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddAnthropicProvider(this IServiceCollection services) =>
        services.AddSingleton<IProviderKind, AnthropicProviderKind>();
}
