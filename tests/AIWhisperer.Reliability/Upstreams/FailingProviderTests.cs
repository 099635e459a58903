using System.Globalization;
using AIWhisperer.Reliability.Following;
using AIWhisperer.ServerHarness;

namespace AIWhisperer.Reliability.Upstreams;

/// <summary>A provider that fails every call is not called again and again: retries do not multiply, and the circuit stops them.</summary>
public sealed class FailingProviderTests
{
    private static readonly string[] s_providers = ["one", "two", "three"];

    [Theory]
    [InlineData("solo", "no circuit", 100_000, 3.0)]
    [InlineData("trio", "no circuit, two fallbacks that fail too", 100_000, 3.0)]
    [InlineData("solo", "circuit", 10, 1.2)]
    public async Task Failure_OfEveryCall_CallsAreBounded(string agent, string name, int minimumCalls, double most)
    {
        await using var server = await TestServer.StartAsync(new TestServerSetup
        {
            Agents = """
                solo: { name: Solo, prompt: "You are Solo.", ai_config: { provider: one, model: m } }
                trio: { name: Trio, prompt: "You are Trio.", ai_config: { provider: one, model: m, fallbacks: [two/m, three/m] } }
                """,
            Settings = [("AIWhisperer:Sessions:DefaultAgent", "solo")],
            Providers = address => string.Join('\n', ["providers:", .. s_providers.Select(id =>
                $"  {id}: {{ kind: openai, base_url: \"{address}\", resilience: {{ retry_delay: 0, breaker_minimum_calls: {minimumCalls} }} }}")]),
        });
        server.Upstream.ScriptAlways("m", reply => reply.Error(503, "Down.", type: "server_error"));
        var turns = Scale.Of(50, 1_000);
        var open = 0;

        for (var turn = 0; turn < turns; turn++)
        {
            var session = await server.CreateSessionAsync(agentId: agent);
            var ended = await server.AskAsync(session, "Hello", agent);
            Assert.Equal("failed", ended.GetProperty("status").GetString());
            var code = ended.GetProperty("error").GetProperty("code").GetString();
            open += code == "provider_circuit_open" ? 1 : 0;
            Assert.True(code is "provider_unavailable" or "provider_circuit_open", code);
        }

        var calls = server.Upstream.Requests.Count;
        Assert.InRange((double)calls / turns, 0, most);
        Assert.Equal(minimumCalls <= 10, open > 0);
        Figures.Print("failing provider", string.Create(
            CultureInfo.InvariantCulture, $"{name}: {turns} turns, {calls} calls, {(double)calls / turns:0.00} a turn, {open} refused by the circuit"));
    }
}
