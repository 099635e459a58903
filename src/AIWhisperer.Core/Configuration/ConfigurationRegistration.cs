using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Configuration;

internal static class ConfigurationRegistration
{
    /// <summary>Adds the watching of the configuration directory. Keys come from the environment only.</summary>
    public static IServiceCollection AddConfiguration(this IServiceCollection services)
    {
        services.AddOptions<ConfigurationOptions>().BindConfiguration("AIWhisperer:Configuration").ValidateOnStart();
        services.AddSingleton<IValidateOptions<ConfigurationOptions>, ConfigurationOptionsValidator>();

        // Not through the host's configuration: a key in a settings file or on a command line is a key that others read.
#pragma warning disable RS0030
        services.TryAddSingleton<EnvironmentReader>(Environment.GetEnvironmentVariable);
#pragma warning restore RS0030
        services.AddHostedService<ConfigurationWatcher>();
        return services;
    }
}
