using AIWhisperer.Core.Tools.Workspaces;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Tools.Commands;

internal static class CommandRegistration
{
    /// <summary>Adds the tool <c>execute_command</c>. Needs the workspaces.</summary>
    public static IServiceCollection AddCommands(this IServiceCollection services)
    {
        services.AddOptions<CommandOptions>().BindConfiguration("AIWhisperer:Commands").ValidateOnStart();
        services.AddSingleton<IValidateOptions<CommandOptions>, CommandOptionsValidator>();
        services.AddSingleton<CommandLauncher>();
        services.AddSingleton<CommandRunner>();
        services.AddSingleton(provider => ExecuteCommandTool.Create(
            provider.GetRequiredService<CommandRunner>(),
            provider.GetRequiredService<CommandLauncher>(),
            provider.GetRequiredService<WorkspaceRoots>(),
            provider.GetRequiredService<IOptions<CommandOptions>>()));
        return services;
    }
}
