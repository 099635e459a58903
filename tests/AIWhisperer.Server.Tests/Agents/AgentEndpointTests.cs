using System.Text.Json;

namespace AIWhisperer.Server.Tests.Agents;

public sealed class AgentEndpointTests : IAsyncLifetime
{
    private TestServer _server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task List_SaysOfEachAgentHowItStands_AndShowsNoPrompt()
    {
        var list = await _server.CallAsync(HttpMethod.Get, "/api/agents");

        var agents = list.GetProperty("agents").EnumerateArray().ToDictionary(agent => agent.GetProperty("id").GetString()!);
        Assert.Equal("available", agents["alice"].GetProperty("availability").GetString());
        Assert.Equal("model-a", agents["alice"].GetProperty("activeModel").GetProperty("model").GetString());
        Assert.Contains("on_busy", Strings(agents["alice"].GetProperty("defaults")));
        Assert.Contains("on_disconnect", Strings(agents["alice"].GetProperty("defaults")));
        Assert.Equal("continue", agents["alice"].GetProperty("settings").GetProperty("onDisconnect").GetString());
        Assert.Equal("unavailable", agents["eve"].GetProperty("availability").GetString());
        Assert.Contains("LOCKED_API_KEY", agents["eve"].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("invalid", agents["bert"].GetProperty("availability").GetString());
        Assert.NotEqual(0, agents["bert"].GetProperty("problems").GetArrayLength());
        Assert.DoesNotContain("CANARY-PROMPT", list.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_GivesOneAgentAsTheListDoes()
    {
        var one = await _server.CallAsync(HttpMethod.Get, "/api/agents/debbie");
        var list = await _server.CallAsync(HttpMethod.Get, "/api/agents");

        Assert.Equal(one.GetRawText(), list.GetProperty("agents").EnumerateArray()
            .Single(agent => agent.GetProperty("id").GetString() == "debbie").GetRawText());
    }

    [Fact]
    public async Task Reload_AfterAnEdit_SaysWhatChanged()
    {
        var text = await File.ReadAllTextAsync(_server.AgentsFile, Token);
        await File.WriteAllTextAsync(
            _server.AgentsFile, text.Replace("model-b", "model-d", StringComparison.Ordinal), Token);

        await _server.CallAsync(HttpMethod.Post, "/api/agents/reload");
        var debbie = await _server.CallAsync(HttpMethod.Get, "/api/agents/debbie");

        Assert.Equal("model-d", debbie.GetProperty("activeModel").GetProperty("model").GetString());
    }

    [Fact]
    public async Task Reload_ReadsToolsAndMcpServersToo_AndListsTheirProblems()
    {
        // Nothing but the call reads the files again here.
        await using var server = await TestServer.StartAsync(("AIWhisperer:Configuration:Watch", "false"), ("AIWhisperer:Configuration:PollInterval", "01:00:00"));
        var config = Path.GetDirectoryName(Path.GetDirectoryName(server.AgentsFile))!;
        await File.WriteAllTextAsync(
            Path.Combine(config, "mcp.yaml"), "servers:\n  notes: { command: [node], enabled: false }\n  odd: { comand: [node] }\n", Token);
        await File.WriteAllTextAsync(Path.Combine(config, "tools.yaml"), "sets:\n  writing: { mcp_servers: [notes], tols: [] }\n", Token);

        var report = await server.CallAsync(HttpMethod.Post, "/api/agents/reload");
        var tools = await server.CallAsync(HttpMethod.Get, "/api/tools");

        var keys = report.GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("key").GetString()).ToList();
        Assert.Contains("servers.odd.comand", keys);
        Assert.Contains("sets.writing.tols", keys);
        Assert.DoesNotContain("sets.writing.mcp_servers", keys);
        Assert.Contains("\"notes\"", tools.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_OfABadFile_ListsItsProblems_AndChangesNothing()
    {
        var result = await _server.CallAsync(
            HttpMethod.Post, "/api/agents/validate", """{"yaml":"nora:\n  name: Nora\n  prompt: Hi.\n  ai_config: { temprature: 1 }\n"}""");
        var list = await _server.CallAsync(HttpMethod.Get, "/api/agents");

        Assert.False(result.GetProperty("valid").GetBoolean());
        var problem = result.GetProperty("problems").EnumerateArray().First();
        Assert.Equal("nora.ai_config.temprature", problem.GetProperty("key").GetString());
        Assert.Equal(4, problem.GetProperty("line").GetInt32());
        Assert.DoesNotContain("nora", list.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Providers_AreListedWithoutTheirKeys()
    {
        await using var server = await TestServer.StartAsync(("LOCKED_API_KEY", "sk-canary"));

        var list = await server.CallAsync(HttpMethod.Get, "/api/providers");

        var providers = list.GetProperty("providers").EnumerateArray().ToDictionary(provider => provider.GetProperty("id").GetString()!);
        Assert.Equal("fake", list.GetProperty("default").GetString());
        Assert.Equal("available", providers["locked"].GetProperty("availability").GetString());
        Assert.Equal("openai", providers["fake"].GetProperty("kind").GetString());
        Assert.DoesNotContain("sk-canary", list.GetRawText(), StringComparison.Ordinal);
    }

    private static IEnumerable<string?> Strings(JsonElement array) => array.EnumerateArray().Select(item => item.GetString());
}
