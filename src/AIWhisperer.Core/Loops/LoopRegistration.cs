using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Loops.ClientTools;
using AIWhisperer.Core.Providers;
using AIWhisperer.Core.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Loops;

internal static class LoopRegistration
{
    /// <summary>Adds the loops and their manager. Needs agents, providers and tools.</summary>
    public static IServiceCollection AddLoops(this IServiceCollection services)
    {
        services.AddOptions<AILoopOptions>().BindConfiguration("AIWhisperer:Loops").ValidateOnStart();
        services.AddSingleton<IValidateOptions<AILoopOptions>, AILoopOptionsValidator>();
        services.AddOptions<AILoopDefaults>().BindConfiguration("AIWhisperer:Defaults").ValidateOnStart();
        services.AddSingleton<IValidateOptions<AILoopDefaults>, AILoopDefaultsValidator>();
        services.AddSingleton<ModelChooser>();
        services.AddSingleton<AgentGates>();
        services.AddSingleton<ClientToolRules>();
        services.AddSingleton<AILoopConfigResolver>();
        services.AddSingleton(provider => new AgentDirectory(
            provider.GetRequiredService<AgentCatalog>(),
            provider.GetRequiredService<AILoopConfigResolver>(),
            provider.GetRequiredService<ModelChooser>()));
        services.AddSingleton(provider => new ProviderProbe(
            provider.GetRequiredService<ProviderCatalog>(), provider.GetRequiredService<AgentDirectory>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ILoopEngineFactory, DirectEngineFactory>();
        services.AddSingleton(provider => new AILoopFactory(new LoopResources(
            provider.GetRequiredService<ModelChooser>(),
            () => new UsageMeter(provider.GetRequiredService<ProviderCatalog>()),
            provider.GetRequiredService<AgentGates>(),
            provider.GetRequiredService<ILoopEngineFactory>(),
            provider.GetRequiredService<ToolGrants>(),
            provider.GetRequiredService<ToolInvoker>(),
            provider.GetRequiredService<IOptions<ToolOptions>>().Value,
            provider.GetRequiredService<IOptions<AILoopOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<AILoop>>())));
        services.AddSingleton(provider => new AILoopManager(
            provider.GetRequiredService<AILoopFactory>(),
            provider.GetRequiredService<IOptions<AILoopOptions>>(),
            provider.GetRequiredService<IToolServers>()));
        return services;
    }
}
