using System.Text.Json;
using AIWhisperer.Core.Tools;
using AIWhisperer.TestHarness;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace AIWhisperer.Server.Tests.Tools;

public sealed class ToolEndpointTests : IAsyncLifetime
{
    private static readonly FakeToolServers s_servers = new(
        new("docs", ToolServerState.Ready, null, [Tool("docs__search", ToolEffect.Network) with { Server = "docs", GivesUntrusted = true }]),
        new("mail", ToolServerState.Failed, "It does not answer; it is tried again in 5 seconds.", []))
    {
        Problems = [new("mcp.yaml", 3, 5, "servers.mail.url", "It is wrong.", "Mend it.")],
    };

    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync(new TestServerSetup
    {
        Agents = """
            dev:
              name: Dev
              prompt: x
              tool_sets: [writing]
              allow_tools: [docs__search]
              mcp_servers: [mail]
              deny_tools: ["get_*"]
              client_tools: true
              approval:
                - { tool: "write_*", decision: ask, arguments: { path: "/etc/*" } }
                - { tool: "docs__*", decision: always, even_untrusted: true }
            plain: { name: Plain, prompt: x }
            bad: { name: Bad, prompt: x, tool_sets: [writting] }
            """,
        ToolSets = """
            sets:
              reading: { description: Looks, tools: [read_probe, get_current_time] }
              writing: { inherits: [reading], tools: [write_probe, run_probe] }
            """,
        Services = services => services
            .AddSingleton(Tool("read_probe", ToolEffect.Read))
            .AddSingleton(Tool("write_probe", ToolEffect.Write) with { Tags = ["probe"], Timeout = TimeSpan.FromSeconds(5) })
            .AddSingleton(Tool("run_probe", ToolEffect.Execute) with { OffBecause = "Commands are off: set AIWhisperer:Commands:Enabled." })
            .AddSingleton<IToolServers>(s_servers),
    });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task List_DescribesEachTool()
    {
        var list = await _server.CallAsync(HttpMethod.Get, "/api/tools");

        var tools = list.GetProperty("tools").EnumerateArray().ToDictionary(tool => tool.GetProperty("name").GetString()!);
        Assert.Contains("ai_loop_inspector", tools.Keys);
        Assert.Equal(
            ("probe", "write", "probe", 5, false),
            (Text(tools["write_probe"], "category"), Text(tools["write_probe"], "effect"), tools["write_probe"].GetProperty("tags")[0].GetString(),
                tools["write_probe"].GetProperty("timeoutSeconds").GetDouble(), tools["write_probe"].TryGetProperty("server", out _)));
        Assert.Equal(30, tools["read_probe"].GetProperty("timeoutSeconds").GetDouble());
        Assert.Equal("string", Text(tools["write_probe"].GetProperty("arguments").GetProperty("properties").GetProperty("path"), "type"));
        Assert.Equal("Commands are off: set AIWhisperer:Commands:Enabled.", Text(tools["run_probe"], "offBecause"));
        Assert.Equal(("docs", true), (Text(tools["docs__search"], "server"), tools["docs__search"].GetProperty("givesUntrusted").GetBoolean()));
    }

    [Fact]
    public async Task List_TellsSetsAndServers()
    {
        var list = await _server.CallAsync(HttpMethod.Get, "/api/tools");

        var writing = list.GetProperty("sets")[1];
        Assert.Equal(("writing", "reading"), (Text(writing, "name"), writing.GetProperty("inherits")[0].GetString()));
        Assert.Equal(["get_current_time", "read_probe", "run_probe", "write_probe"], Strings(writing.GetProperty("tools")));
        var mail = list.GetProperty("servers")[1];
        Assert.Equal(("mail", "failed"), (Text(mail, "id"), Text(mail, "state")));
        Assert.Contains("tried again", Text(mail, "reason"), StringComparison.Ordinal);
        Assert.Equal("mcp.yaml", Text(Assert.Single(list.GetProperty("problems").EnumerateArray()), "file"));
    }

    [Fact]
    public async Task ListOfAgent_SaysWhatIsGrantedAndWhy()
    {
        var list = await _server.CallAsync(HttpMethod.Get, "/api/agents/dev/tools");

        Assert.Equal(
            [
                "docs__search: allow_tools", "read_probe: tool_sets: writing > reading", "run_probe: tool_sets: writing",
                "write_probe: tool_sets: writing",
            ],
            list.GetProperty("tools").EnumerateArray().Select(tool => $"{Text(tool.GetProperty("tool"), "name")}: {Text(tool, "because")}"));
        var denied = Assert.Single(list.GetProperty("denied").EnumerateArray());
        Assert.Equal(("get_current_time", "deny_tools: get_*"), (Text(denied, "name"), Text(denied, "because")));
        Assert.Equal(["mail", "docs"], list.GetProperty("servers").EnumerateArray().Select(server => Text(server, "id")));
        Assert.True(list.GetProperty("clientTools").GetBoolean());
        Assert.Equal((await _server.CallAsync(HttpMethod.Get, "/api/agents/dev")).GetProperty("revision").GetString(), Text(list, "revision"));
    }

    [Fact]
    public async Task ListOfAgent_ShowsTheRulesAboutEachTool()
    {
        var list = await _server.CallAsync(HttpMethod.Get, "/api/agents/dev/tools");

        var rules = list.GetProperty("tools").EnumerateArray()
            .ToDictionary(tool => Text(tool.GetProperty("tool"), "name"), tool => tool.GetProperty("approval"));
        Assert.Equal(0, rules["read_probe"].GetArrayLength());
        var ask = Assert.Single(rules["write_probe"].EnumerateArray());
        Assert.Equal(("ask", "/etc/*"), (Text(ask, "decision"), Text(ask.GetProperty("arguments"), "path")));
        Assert.True(Assert.Single(rules["docs__search"].EnumerateArray()).GetProperty("evenUntrusted").GetBoolean());
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("bad")]
    public async Task ListOfAgent_WithoutGrants_IsEmpty(string agent)
    {
        var list = await _server.CallAsync(HttpMethod.Get, $"/api/agents/{agent}/tools");

        Assert.Equal(0, list.GetProperty("tools").GetArrayLength());
        Assert.Equal(0, list.GetProperty("servers").GetArrayLength());
    }

    [Fact]
    public async Task Agent_ListsTheToolsThatItMayCall()
    {
        var agent = await _server.CallAsync(HttpMethod.Get, "/api/agents/dev");

        Assert.Equal(["docs__search", "read_probe", "write_probe"], Strings(agent.GetProperty("tools")));
    }

    [Fact]
    public async Task Validate_OfAWrongGrant_SaysWhatWasMeant()
    {
        var result = await _server.CallAsync(
            HttpMethod.Post,
            "/api/agents/validate",
            """{"yaml":"nora: { name: Nora, prompt: x, tools: [read_probe], tool_sets: [readin], approval: [{ tool: write_probe, decision: ask }] }"}""");

        Assert.Equal(
            ["Did you mean `allow_tools`?", "Did you mean `reading`?", "Grant it, or remove the rule."],
            result.GetProperty("problems").EnumerateArray().Select(problem => Text(problem, "remedy")));
    }

    [Fact]
    public async Task ListOfAgent_ThatIsNotThere_Is404()
    {
        using var response = await _server.SendAsync(HttpMethod.Get, "/api/agents/nobody/tools");

        Assert.Equal(404, (int)response.StatusCode);
    }

    private static Tool Tool(string name, ToolEffect effect) => new(AIFunctionFactory.Create((string path) => path, name), "probe", effect);

    private static string Text(JsonElement element, string property) => element.GetProperty(property).GetString()!;

    private static IEnumerable<string?> Strings(JsonElement array) => array.EnumerateArray().Select(item => item.GetString());
}
