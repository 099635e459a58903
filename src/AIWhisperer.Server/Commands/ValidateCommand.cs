using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Providers;
using AIWhisperer.Core.Tools;
using AIWhisperer.Mcp;

namespace AIWhisperer.Server.Commands;

/// <summary>The command <c>validate</c>: reads the configuration and says everything that is wrong with it.</summary>
internal static class ValidateCommand
{
    public static async Task<int> RunAsync(IServiceProvider services, TextWriter output)
    {
        var providers = services.GetRequiredService<ProviderCatalog>().Current;
        var toolSets = services.GetRequiredService<ToolSetCatalog>().Current;
        var agents = services.GetRequiredService<AgentCatalog>().Current;
        var servers = services.GetRequiredService<McpCatalog>().Current;
        var report = ConfigurationReport.Of([.. servers.Problems, .. providers.Problems, .. toolSets.Problems, .. agents.AllProblems]);
        foreach (var problem in report.Problems)
        {
            await output.WriteLineAsync(problem.ToString());
        }

        foreach (var note in Notes(agents, services.GetRequiredService<ToolGrants>()))
        {
            await output.WriteLineAsync(note);
        }

        await output.WriteLineAsync(
            $"{agents.Agents.Count} agents, {providers.Providers.Count} providers, {report.Problems.Length} problems.");
        return report.IsClean ? 0 : 1;
    }

    // What is off is a choice of the server's settings, and no fault of the agent that is granted it. A server with errors is listed already.
    private static IEnumerable<string> Notes(AgentSnapshot agents, ToolGrants grants) =>
        from agent in agents.Agents.Values.Select(entry => entry.Definition).OfType<AgentDefinition>()
        from note in
            grants.Preview(agent.Tools).All.Values.Where(granted => granted.Tool.OffBecause is not null)
                .Select(granted => $"`{granted.Tool.Name}`, which is off. {granted.Tool.OffBecause}")
                .Concat(grants.ServersOf(agent.Tools).Where(server => server is { State: not ToolServerState.Invalid, Reason: not null })
                    .Select(server => $"tools of an MCP server that is off. {server.Reason}"))
        select $"{agent.SourceFile}({agent.SourceLine}): note: {agent.Id} is granted {note}";
}
