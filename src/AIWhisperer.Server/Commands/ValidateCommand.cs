using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Providers;
using AIWhisperer.Mcp;

namespace AIWhisperer.Server.Commands;

/// <summary>The command <c>validate</c>: reads the configuration and says everything that is wrong with it.</summary>
internal static class ValidateCommand
{
    public static async Task<int> RunAsync(IServiceProvider services, TextWriter output)
    {
        var providers = services.GetRequiredService<ProviderCatalog>().Current;
        var agents = services.GetRequiredService<AgentCatalog>().Current;
        var servers = services.GetRequiredService<McpCatalog>().Current;
        var report = ConfigurationReport.Of([.. servers.Problems, .. providers.Problems, .. agents.AllProblems]);
        foreach (var problem in report.Problems)
        {
            await output.WriteLineAsync(problem.ToString());
        }

        await output.WriteLineAsync(
            $"{agents.Agents.Count} agents, {providers.Providers.Count} providers, {report.Problems.Length} problems.");
        return report.IsClean ? 0 : 1;
    }
}
