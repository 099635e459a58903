using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Mcp;

/// <summary>Registers the servers of <c>mcp.yaml</c>.</summary>
public static class McpServiceCollectionExtensions
{
    /// <summary>
    /// Lets agents be granted the tools of the MCP servers that <c>mcp.yaml</c> in the configuration directory declares. Comes after
    /// Core's registration, in whose place as the host's <see cref="IToolServers"/> it steps. Its limits are read from
    /// <c>AIWhisperer:Mcp</c>. Connections, and the programs behind them, end when the services are disposed.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddMcpServers(this IServiceCollection services)
    {
        services.AddOptions<McpOptions>().BindConfiguration("AIWhisperer:Mcp").ValidateOnStart();
        services.AddSingleton<IValidateOptions<McpOptions>, McpOptionsValidator>();
        services.AddSingleton<McpCatalog>();

        // Agents name servers, so servers are read first.
        services.Insert(0, ServiceDescriptor.Singleton<IConfigurationTarget>(provider => provider.GetRequiredService<McpCatalog>()));
        services.AddSingleton(provider => new PinFile(
            provider.GetRequiredService<IOptions<McpOptions>>().Value.PinsFile, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<McpConnector>();
        services.AddSingleton(provider => new McpTrust(
            provider.GetRequiredService<McpCatalog>(), provider.GetRequiredService<McpConnector>(), provider.GetRequiredService<PinFile>()));
        services.Replace(ServiceDescriptor.Singleton<IToolServers, McpServers>());
        return services;
    }
}
