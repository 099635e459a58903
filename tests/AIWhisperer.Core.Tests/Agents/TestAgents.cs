using AIWhisperer.Core.Agents;
using AIWhisperer.TestHarness;
using Microsoft.Extensions.Logging.Abstractions;

namespace AIWhisperer.Core.Tests.Agents;

internal static class TestAgents
{
    /// <summary>Providers openai, offline (with two models) and ollama; tools get_current_time and switch_agent.</summary>
    public static AgentReferences References { get; } = new(() => ["openai", "offline", "ollama"], () => ["get_current_time", "switch_agent"])
    {
        Models = provider => provider == "offline" ? ["offline-full", "offline-brief"] : [],
    };

    public static AgentCatalog Open(ConfigurationFolder folder) => new(folder.WrappedOptions, References, NullLogger<AgentCatalog>.Instance);
}
