using Microsoft.Extensions.DependencyInjection;

namespace AIWhisperer.Core.Providers.Offline;

internal static class OfflineProviderRegistration
{
    /// <summary>Adds the kind <c>offline</c>. Needs a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddOfflineProvider(this IServiceCollection services) =>
        services.AddSingleton<IProviderKind, OfflineProviderKind>();
}
