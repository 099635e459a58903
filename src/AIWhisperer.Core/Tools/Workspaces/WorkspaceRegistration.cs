using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Tools.Workspaces;

internal static class WorkspaceRegistration
{
    private const string Category = "files";

    /// <summary>Adds the workspaces and the tools for files. Needs configuration and <see cref="ToolOptions"/>.</summary>
    public static IServiceCollection AddWorkspaces(this IServiceCollection services)
    {
        services.AddOptions<WorkspaceOptions>().BindConfiguration("AIWhisperer:Workspace").ValidateOnStart();
        services.AddSingleton<IValidateOptions<WorkspaceOptions>, WorkspaceOptionsValidator>();
        services.AddSingleton<WorkspaceRoots>();
        Add((roots, limit) => new ReadFileTool(roots, limit).Function, ToolEffect.Read, "filesystem", "file_read");
        Add((roots, _) => new WriteFileTool(roots).Function, ToolEffect.Write, "filesystem", "file_write");
        Add((roots, limit) => new ListDirectoryTool(roots, limit).Function, ToolEffect.Read, "filesystem", "directory_listing");
        Add((roots, limit) => new SearchFilesTool(roots, limit).Function, ToolEffect.Read, "filesystem", "file_search");
        Add((roots, limit) => new FindPatternTool(roots, limit).Function, ToolEffect.Read, "filesystem", "file_search", "analysis");
        Add((roots, limit) => new ProjectStructureTool(roots, limit).Function, ToolEffect.Read, "filesystem", "directory_listing", "analysis");
        Add((roots, limit) => new WorkspaceStatsTool(roots, limit).Function, ToolEffect.Read, "filesystem", "analysis");
        return services;

        void Add(Func<WorkspaceRoots, int, AIFunction> make, ToolEffect effect, params string[] tags) => services.AddSingleton(provider =>
            new Tool(
                make(provider.GetRequiredService<WorkspaceRoots>(), provider.GetRequiredService<IOptions<ToolOptions>>().Value.MaxResultBytes),
                Category,
                effect)
            {
                Tags = [.. tags],
                OffBecause = WorkspaceDirectory.IsSupported
                    ? null
                    : "The tools for files need Linux on x64 or arm64: run the server there, for example in its container image.",
            });
    }
}
