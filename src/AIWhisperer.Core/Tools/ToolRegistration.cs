using AIWhisperer.Core.Tools.Commands;
using AIWhisperer.Core.Tools.Web;
using AIWhisperer.Core.Tools.Workspaces;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Tools;

internal static class ToolRegistration
{
    /// <summary>Adds the built-in tools, the catalog of every registered <see cref="Tool"/>, and the invoker. Needs a
    /// <see cref="TimeProvider"/>, configuration and logging.</summary>
    public static IServiceCollection AddTools(this IServiceCollection services)
    {
        services.AddOptions<ToolOptions>().BindConfiguration("AIWhisperer:Tools").ValidateOnStart();
        services.AddSingleton<IValidateOptions<ToolOptions>, ToolOptionsValidator>();
        services.AddSingleton(provider => CurrentTimeTool.Create(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(SwitchAgentTool.Create());
        services.AddSingleton(InspectLoopsTool.Create());
        services.AddWorkspaces();
        services.AddCommands();
        services.AddWeb();
        services.AddSingleton<ToolCatalog>();
        services.TryAddSingleton<IToolServers, NoToolServers>();
        services.AddSingleton<ToolSetCatalog>();
        services.AddSingleton<ToolGrants>();
        services.AddSingleton<ToolInvoker>();
        return services;
    }
}
