using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Loops;
using AIWhisperer.Core.Processes;
using AIWhisperer.Core.Providers;
using AIWhisperer.Core.Providers.Cassettes;
using AIWhisperer.Core.Providers.Offline;
using AIWhisperer.Core.Providers.OpenAI;
using AIWhisperer.Core.Sessions;
using AIWhisperer.Core.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AIWhisperer.Core;

/// <summary>Registers Core.</summary>
public static class AIWhispererServiceCollectionExtensions
{
    /// <summary>
    /// Adds agents, providers, tools, loops and sessions. The host adds an <see cref="ISessionStore"/> and may add further
    /// <see cref="IProviderKind"/>s and tools (<see cref="Tool"/>s). Needs logging and the host's
    /// configuration, from whose section <c>AIWhisperer</c> all options are read.
    /// </summary>
    public static IServiceCollection AddAIWhisperer(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddConfiguration();
        services.AddSingleton<IProviderKind, OpenAIProviderKind>();
        services.AddOfflineProvider();
        services.AddCassettes();
        services.AddSingleton<ProviderCatalog>();
        services.AddProcesses();
        services.AddTools();
        services.AddSingleton(KnownNames);
        services.AddSingleton<AgentCatalog>();

        // Agents name providers and tool sets, so those are read first.
        services.AddSingleton<IConfigurationTarget>(provider => provider.GetRequiredService<ProviderCatalog>());
        services.AddSingleton<IConfigurationTarget>(provider => provider.GetRequiredService<ToolSetCatalog>());
        services.AddSingleton<IConfigurationTarget>(provider => provider.GetRequiredService<AgentCatalog>());
        services.AddLoops();
        services.AddSessions();
        return services;
    }

    /// <summary>The rooms of agents, providers and tools do not know one another: here the names meet.</summary>
    private static AgentReferences KnownNames(IServiceProvider services)
    {
        var providers = services.GetRequiredService<ProviderCatalog>();
        var grants = services.GetRequiredService<ToolGrants>();
        return new AgentReferences(() => [.. providers.Current.DeclaredIds], grants.References)
        {
            Models = id => providers.Current.ModelsOf(id),
        };
    }
}
