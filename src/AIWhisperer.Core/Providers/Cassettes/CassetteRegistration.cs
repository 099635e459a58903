using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Providers.Cassettes;

internal static class CassetteRegistration
{
    /// <summary>Adds what records and replays model traffic. Needs a <see cref="TimeProvider"/>, configuration and logging.</summary>
    public static IServiceCollection AddCassettes(this IServiceCollection services)
    {
        services.AddOptions<CassetteOptions>().BindConfiguration("AIWhisperer:Cassettes").ValidateOnStart();
        services.AddSingleton<IValidateOptions<CassetteOptions>, CassetteOptionsValidator>();
        services.AddSingleton<IValidateOptions<CassetteOptions>, CassettePathValidator>();
        services.AddSingleton<CassetteDeck>();
        return services;
    }
}
