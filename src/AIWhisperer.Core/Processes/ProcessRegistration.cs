using Microsoft.Extensions.DependencyInjection;

namespace AIWhisperer.Core.Processes;

internal static class ProcessRegistration
{
    /// <summary>Adds what starts programs.</summary>
    public static IServiceCollection AddProcesses(this IServiceCollection services)
    {
        services.AddOptions<ProcessOptions>().BindConfiguration("AIWhisperer:Processes");
        services.AddSingleton<ChildProcesses>();
        return services;
    }
}
