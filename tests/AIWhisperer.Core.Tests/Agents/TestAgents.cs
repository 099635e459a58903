using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Tools;
using AIWhisperer.TestHarness;
using Microsoft.Extensions.Logging.Abstractions;

namespace AIWhisperer.Core.Tests.Agents;

internal static class TestAgents
{
    /// <summary>Providers openai, offline (with two models) and ollama; tools get_current_time
    /// and switch_agent; the MCP server docs; the tool set clock with get_current_time, and the set broken, which has errors.</summary>
    public static AgentReferences References { get; } = new(() => ["openai", "offline", "ollama"], Tools)
    {
        Models = provider => provider == "offline" ? ["offline-full", "offline-brief"] : [],
    };

    public static AgentCatalog Open(ConfigurationFolder folder) => new(folder.WrappedOptions, References, NullLogger<AgentCatalog>.Instance);

    private static ToolReferences Tools()
    {
        ToolCatalog catalog = new([CurrentTimeTool.Create(TimeProvider.System), SwitchAgentTool.Create()]);
        FakeToolServers servers = new(new ToolServerStatus("docs", ToolServerState.NotConnected, null, []));
        using ConfigurationFolder folder = new();
        folder.Write("tools.yaml", "sets:\n  clock: { tools: [get_current_time] }\n  broken: { tools: [get_curent_time] }\n");
        return new ToolGrants(catalog, new(folder.WrappedOptions, catalog, servers, NullLogger<ToolSetCatalog>.Instance), servers).References();
    }
}
