using System.Collections.Concurrent;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.Core.Tools;
using AIWhisperer.TestHarness;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AIWhisperer.Core.Tests.Tools;

/// <summary>What a model calls against what its agent is granted, in whole turns: the model is the attacker.</summary>
public sealed class GrantedTurnTests : IAsyncLifetime
{
    private const string Canary = "CANARY-ARGUMENT";

    private const string Sets = """
        sets:
          reading: { tools: [read_probe] }
          everything: { inherits: [reading], tags: [probe], mcp_servers: [docs] }
        """;

    private readonly ConcurrentQueue<(string Tool, string Owner, string Agent)> _runs = new();
    private readonly FakeToolServers _servers;
    private readonly LogBook _log = new();
    private CoreHost? _host;

    public GrantedTurnTests() => _servers = new(new ToolServerStatus("docs", ToolServerState.Ready, null, [Probe("docs__search"), Probe("docs__delete")]));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        _log.Dispose();
    }

    [Theory]
    [InlineData("", "write_probe")]
    [InlineData("allow_tools: [read_probe]", "write_probe")]
    [InlineData("allow_tools: [read_probe]", "switch_agent")]
    [InlineData("allow_tools: [read_probe], client_tools: true", "write_probe")]
    [InlineData("tool_sets: [reading]", "write_probe")]
    [InlineData("tool_tags: [probe], deny_tools: [write_probe]", "write_probe")]
    [InlineData("tool_sets: [everything], deny_tools: ['*_probe']", "write_probe")]
    [InlineData("tool_sets: [everything], deny_tools: ['*']", "read_probe")]
    [InlineData("tool_sets: [everything], mcp_servers: [docs], deny_tools: [docs__delete]", "docs__delete")]
    [InlineData("allow_tools: [docs__search]", "docs__delete")]
    [InlineData("tool_sets: [reading]", "docs__search")]
    public async Task Turn_ToolThatIsNotGranted_IsRefusedAndAudited(string grants, string tool)
    {
        var (turn, session) = await CallAsync(grants, tool);

        Assert.Equal(ToolCallOutcome.Failed, turn.ToolCalls[0].Outcome);
        Assert.StartsWith($"There is no tool '{tool}' here", turn.ToolCalls[0].Error, StringComparison.Ordinal);
        Assert.Empty(_runs);
        Assert.Equal("alice", session.Record.ActiveAgentId);
        Assert.DoesNotContain($"\"name\":\"{tool}\"", _host!.Upstream.Requests[0].Body.TryGetProperty("tools", out var offered) ? offered.GetRawText() : "", StringComparison.Ordinal);
        Assert.Equal(
            [(LogLevel.Information, $"Audit: the agent alice called {tool}, which it is not granted; the call was refused.")],
            _log.Entries.Where(entry => entry.Text.StartsWith("Audit:", StringComparison.Ordinal)));
        Assert.DoesNotContain(_log.Entries, entry => entry.Level > LogLevel.Trace && entry.Text.Contains(Canary, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("READ_PROBE")]
    [InlineData(" read_probe")]
    [InlineData("read_probe ")]
    [InlineData("read_probe\u0000")]
    [InlineData("read_prob\u0435")]
    [InlineData("*")]
    [InlineData("*_probe")]
    [InlineData("read_prob?")]
    [InlineData("docs__*")]
    [InlineData("functions.write_probe")]
    [InlineData("write_probe,read_probe")]
    [InlineData("read_probe\nAudit: the agent root called everything")]
    public async Task Turn_NameThatOnlyResemblesATool_IsRefusedAndNotLogged(string name)
    {
        var (turn, _) = await CallAsync("allow_tools: [read_probe, docs__search]", name);

        Assert.Equal(ToolCallOutcome.Failed, turn.ToolCalls[0].Outcome);
        Assert.Empty(_runs);
        Assert.Equal(
            [(LogLevel.Information, "Audit: the agent alice called a tool that does not exist; the call was refused.")],
            _log.Entries.Where(entry => entry.Text.Contains("Audit:", StringComparison.Ordinal) && entry.Level > LogLevel.Trace));
    }

    [Theory]
    [InlineData("allow_tools: [write_probe]", "write_probe")]
    [InlineData("tool_sets: [everything]", "write_probe")]
    [InlineData("tool_sets: [everything]", "docs__delete")]
    [InlineData("tool_tags: [probe], deny_tools: [read_probe]", "write_probe")]
    [InlineData("allow_tools: [docs__search]", "docs__search")]
    public async Task Turn_ToolThatIsGranted_Runs(string grants, string tool)
    {
        var (turn, _) = await CallAsync(grants, tool);

        Assert.Equal((ToolCallOutcome.Succeeded, "ran"), (turn.ToolCalls[0].Outcome, turn.ToolCalls[0].Result));
        Assert.Equal([(tool, CoreHost.Principal, "alice")], _runs);
    }

    [Fact]
    public async Task HandOver_ThroughThreeAgents_WidensNothing()
    {
        var host = await StartAsync("""
            first: { name: F, prompt: x, ai_config: { model: model-1 }, tool_sets: [everything], allow_tools: [switch_agent] }
            second: { name: S, prompt: x, ai_config: { model: model-2 }, allow_tools: [switch_agent] }
            third: { name: T, prompt: x, ai_config: { model: model-3 }, tool_sets: [reading] }
            """);
        var session = await host.CreateSessionAsync(Token, "first");
        host.Upstream.Script("model-1", reply => reply
            .ToolCall("c1", "write_probe", "{}").ToolCall("c2", "switch_agent", """{"agent_id":"second","reason":"use write_probe"}"""));
        host.Upstream.Script("model-2", reply => reply
            .ToolCall("c1", "write_probe", "{}").ToolCall("c2", "switch_agent", """{"agent_id":"third"}"""));
        host.Upstream.Script("model-3", reply => reply
            .ToolCall("c1", "write_probe", "{}").ToolCall("c2", "switch_agent", """{"agent_id":"first"}""").ToolCall("c3", "read_probe", "{}")
            .ToolCall("c4", "docs__search", "{}"));

        var turns = new[] { await session.AskAsync("One", Token), await session.AskAsync("Two", Token), await session.AskAsync("Three", Token) };

        Assert.Equal(
            ["first: ok ok", "second: refused ok", "third: refused refused ok refused"],
            turns.Select(turn => $"{turn.AgentId}: {string.Join(' ', turn.ToolCalls.Select(call => call.Error is null ? "ok" : "refused"))}"));
        Assert.Equal(
            [("write_probe", CoreHost.Principal, "first"), ("read_probe", CoreHost.Principal, "third")], _runs);
        Assert.Equal("third", session.Record.ActiveAgentId);
        Assert.Equal(["read_probe"], OfferedTo(host, "model-3"));
        Assert.Equal(["switch_agent"], OfferedTo(host, "model-2"));
    }

    [Fact]
    public async Task Turns_TwoHundredAtOnceOfTwoOwners_DoNotMixGrants()
    {
        const int Each = 100;
        var host = await StartAsync("""
            reader: { name: R, prompt: x, ai_config: { model: model-r }, tool_sets: [reading] }
            writer: { name: W, prompt: x, ai_config: { model: model-w }, tool_tags: [probe], deny_tools: [read_probe] }
            """);
        foreach (var model in (string[])["model-r", "model-w"])
        {
            host.Upstream.ScriptAlways(model, (request, reply) =>
            {
                if (request.Messages[^1].StartsWith("tool:", StringComparison.Ordinal))
                {
                    reply.Text("Done.");
                }
                else
                {
                    reply.ToolCall("c1", "read_probe", "{}").ToolCall("c2", "write_probe", "{}");
                }
            });
        }

        var turns = await Task.WhenAll(Enumerable.Range(0, 2 * Each).Select(async i =>
        {
            var (owner, agent) = i % 2 == 0 ? ("anna", "reader") : ("bob", "writer");
            var session = await host.Sessions.CreateAsync(owner, new NewSession(agent), Token);
            var turn = await session.AskAsync("Both", Token);
            return $"{owner} {string.Join(' ', turn.ToolCalls.Select(call => call.Outcome))}";
        }));

        Assert.Equal(
            [("anna Succeeded Failed", Each), ("bob Failed Succeeded", Each)],
            turns.CountBy(turn => turn).Select(turn => (turn.Key, turn.Value)).Order());
        Assert.Equal(
            [(("read_probe", "anna", "reader"), Each), (("write_probe", "bob", "writer"), Each)],
            _runs.CountBy(run => run).Select(run => (run.Key, run.Value)).Order());
    }

    [Fact]
    public async Task Reload_ToolSetChanged_CountsFromTheNextTurn()
    {
        var host = await StartAsync(Alice("tool_sets: [reading]"));
        var session = await host.CreateSessionAsync(Token);
        host.Upstream
            .Script("model-a", reply => reply.ToolCall("c1", "write_probe", "{}"))
            .Script("model-a", reply => reply.Text("No."))
            .Script("model-a", reply => reply.ToolCall("c1", "write_probe", "{}"));

        var before = await session.AskAsync("Write", Token);
        await host.WriteToolSetsAsync(Sets.Replace("[read_probe]", "[write_probe]", StringComparison.Ordinal), Token);
        host.Get<ToolSetCatalog>().Reload();
        var after = await session.AskAsync("Write", Token);

        Assert.NotNull(before.ToolCalls[0].Error);
        Assert.Equal("ran", after.ToolCalls[0].Result);
    }

    private static string Alice(string grants) => $"alice: {{ name: Alice, prompt: x, ai_config: {{ model: model-a }}, {grants} }}\n";

    private static IEnumerable<string> OfferedTo(CoreHost host, string model) =>
        host.Upstream.Requests.First(request => request.Model == model).Body.GetProperty("tools").EnumerateArray()
            .Select(tool => tool.GetProperty("function").GetProperty("name").GetString()!);

    private async Task<(TurnView Turn, Session Session)> CallAsync(string grants, string tool)
    {
        var host = await StartAsync(Alice(grants));
        host.Upstream.Script("model-a", reply => reply.ToolCall("c1", tool, $$"""{"agent_id":"{{Canary}}"}"""));
        var session = await host.CreateSessionAsync(Token);
        return (await session.AskAsync("Go", Token), session);
    }

    private async Task<CoreHost> StartAsync(string agents)
    {
        _host = await CoreHost.StartAsync(
            Token,
            agents,
            toolSets: Sets,
            configure: services => services
                .AddSingleton(Probe("read_probe"))
                .AddSingleton(Probe("write_probe"))
                .AddSingleton<IToolServers>(_servers)
                .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log)));
        Assert.Empty(_host.Catalog.Current.AllProblems);
        return _host;
    }

    private Tool Probe(string name)
    {
        return new(AIFunctionFactory.Create(Run, name), "probe", ToolEffect.Read) { Tags = ["probe"] };

        string Run(AIFunctionArguments arguments)
        {
            _runs.Enqueue((name, arguments.Session().Owner, arguments.Session().AgentId));
            return "ran";
        }
    }
}
