using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Configuration;

internal static class ConfigurationRegistration
{
    /// <summary>Adds the watching of the configuration directory. Environment variables are read through the host's configuration.</summary>
    public static IServiceCollection AddConfiguration(this IServiceCollection services)
    {
        services.AddOptions<ConfigurationOptions>().BindConfiguration("AIWhisperer:Configuration").ValidateOnStart();
        services.AddSingleton<IValidateOptions<ConfigurationOptions>, ConfigurationOptionsValidator>();
        services.AddSingleton<EnvironmentReader>(provider =>
        {
            var configuration = provider.GetRequiredService<IConfiguration>();
            return name => configuration[name];
        });
        services.AddHostedService<ConfigurationWatcher>();
        return services;
    }
}
