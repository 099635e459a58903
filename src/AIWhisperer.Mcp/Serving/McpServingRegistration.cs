using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Mcp.Serving;

/// <summary>Registers what clients of the Model Context Protocol are served by.</summary>
public static class McpServingRegistration
{
    /// <summary>Adds <see cref="ServedClients"/> for HTTP and <see cref="StandardStreams"/> for stdio. Needs Core.</summary>
    /// <param name="services">The services of the host.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddMcpServing(this IServiceCollection services)
    {
        services.AddOptions<McpServingOptions>()
            .BindConfiguration(McpServingOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<McpServingOptions>, McpServingOptionsValidator>();
        services.AddSingleton<ClientLabels>();
        services.AddSingleton<ClientTurns>();
        services.AddSingleton<AgentCalls>();
        services.AddSingleton<ToolCalls>();
        services.AddSingleton<Offers>();
        services.AddSingleton(provider => new ServedClients(
            provider.GetRequiredService<Offers>(),
            provider.GetRequiredService<IOptions<McpServingOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ServedClients>>()));
        services.AddSingleton(provider => new StandardStreams(provider.GetRequiredService<Offers>()));
        return services;
    }
}
