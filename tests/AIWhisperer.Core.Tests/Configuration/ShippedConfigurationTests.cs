using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Providers;
using AIWhisperer.Core.Tools;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tests.Configuration;

public sealed class ShippedConfigurationTests : IDisposable
{
    private readonly ShippedConfiguration _shipped = new();

    public void Dispose() => _shipped.Dispose();

    [Fact]
    public void Shipped_AllFiles_HaveNoProblem() =>
        Assert.Empty(ConfigurationReport.Of(
            [.. _shipped.Providers.Current.Problems, .. _shipped.ToolSets.Current.Problems, .. _shipped.Agents.Current.AllProblems]).Problems);

    [Fact]
    public void Shipped_Agents_AreTheFiveOnThreeModels()
    {
        AgentDefinition[] agents = [.. _shipped.Agents.Current.Agents.Values.Select(agent => agent.Definition!)];

        Assert.Equal(["alice", "debbie", "eamonn", "patricia", "tessa"], agents.Select(agent => agent.Id));
        Assert.Equal(3, agents.Select(agent => agent.AI.Model).Distinct().Count());
        Assert.NotEqual(Find("alice").AI.Model, Find("debbie").AI.Model);
        Assert.Equal(new("offline", "offline-full"), Find("alice").AI.Fallbacks[^1]);
        Assert.Equal(new("offline", "offline-brief"), Find("debbie").AI.Fallbacks[^1]);
        Assert.All(agents, agent => Assert.True(_shipped.Providers.Status(agent.AI.Fallbacks[^1].Provider).IsAvailable));
        Assert.All(agents, agent => Assert.StartsWith($"You are {agent.Name.Split(' ')[0]}", agent.Instructions, StringComparison.Ordinal));
    }

    [Fact]
    public void Shipped_WithoutKeys_OnlyKeylessProvidersAreAvailable()
    {
        Assert.Equal("openai", _shipped.Providers.Current.DefaultProviderId);
        Assert.Equal(
            ["offline", "ollama"], _shipped.Providers.Current.Providers.Keys.Where(id => _shipped.Providers.Status(id).IsAvailable));
        Assert.Contains("OPENAI_API_KEY is not set", _shipped.Providers.Status("openai").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shipped_OfflineProvider_NamesItsModelsThroughAllThatIsAroundItsClient()
    {
        IModelSource source = _shipped.Providers.GetClient("offline").GetService<IModelSource>()!;

        Assert.Equal(_shipped.Providers.Current.ModelsOf("offline"), await source.ListModelsAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Shipped_ModelsOfTheAgents_HaveFacts() =>
        Assert.All(_shipped.Agents.Current.Agents.Values.Select(agent => agent.Definition!.AI), ai =>
        {
            ModelFacts facts = _shipped.Providers.FactsOf(ai.Provider!, ai.Model!);
            Assert.NotNull(facts.Price);
            Assert.NotNull(facts.ContextWindow);
        });

    [Theory]
    [InlineData("readonly_filesystem", "read_file", ToolEffect.Read)]
    [InlineData("full_filesystem", "write_file", ToolEffect.Write)]
    [InlineData("code_analysis", "get_project_structure", ToolEffect.Read)]
    [InlineData("development", "execute_command", ToolEffect.Execute)]
    [InlineData("monitoring", "ai_loop_inspector", ToolEffect.Read)]
    [InlineData("agents", "switch_agent", ToolEffect.Read)]
    [InlineData("web", "fetch_url", ToolEffect.Network)]
    public void Shipped_ToolSets_ReachNoFurtherThanTheirNamesSay(string set, string tool, ToolEffect furthest)
    {
        var granted = _shipped.Grants.Preview(new() { Sets = [set] }).All;

        Assert.Contains(tool, granted.Keys);
        Assert.All(granted.Values, one => Assert.True(one.Tool.Effect <= furthest, one.Tool.Name));
    }

    [Fact]
    public void Shipped_EveryYaml_NamesASchemaThatExists()
    {
        string[] files = Directory.GetFiles(ShippedConfiguration.Root, "*.yaml", SearchOption.AllDirectories);

        Assert.Equal(9, files.Length);
        Assert.All(files, file =>
        {
            const string Start = "# yaml-language-server: $schema=";
            string first = File.ReadLines(file).First();
            Assert.StartsWith(Start, first, StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(file)!, first[Start.Length..])), file);
        });
    }

    private AgentDefinition Find(string id) => _shipped.Agents.Find(id)!.Definition!;
}
