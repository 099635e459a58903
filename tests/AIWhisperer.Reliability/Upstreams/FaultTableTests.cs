using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Reliability.Following;
using AIWhisperer.ServerHarness;
using AIWhisperer.TestHarness.Upstream;
using Microsoft.Extensions.DependencyInjection;

namespace AIWhisperer.Reliability.Upstreams;

/// <summary>Every fault of the catalogue, on an agent of its own and on one with a fallback: none is taken for a success.</summary>
public sealed class FaultTableTests : IAsyncLifetime
{
    private const string Fallback = "The other model answers.";

    private readonly ConcurrentDictionary<string, ConcurrentQueue<UpstreamRequest>> _requests = new();

    private TestServer _server = null!;

    public static TheoryData<string> Faults => [.. UpstreamFaults.All.Select(fault => fault.Name)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(new TestServerSetup
        {
            Agents = """
                solo:
                  name: Solo
                  prompt: "You are Solo."
                  ai_config: { model: broken }
                  allow_tools: [get_current_time]
                pair:
                  name: Pair
                  prompt: "You are Pair."
                  ai_config: { model: broken, fallbacks: [sound/sound] }
                  allow_tools: [get_current_time]
                """,
            Settings = [("AIWhisperer:Sessions:DefaultAgent", "solo")],
            Services = services => services.AddSingleton(new EnvironmentReader(name => name == "FAKE_KEY" ? UpstreamFaults.Key : null)),

            // A fault is to be seen each time, so no circuit may open.
            Providers = address => $$"""
                providers:
                  fake:
                    kind: openai
                    base_url: "{{address}}"
                    api_key: ${FAKE_KEY}
                    resilience: { retry_delay: 0.01, first_token_timeout: 1, silence_timeout: 1, breaker_minimum_calls: 100000 }
                  sound: { kind: openai, base_url: "{{address}}" }
                """,
        });
        _server.Upstream.ScriptAlways("sound", reply => reply.Text(Fallback));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Fault_IsWhatItIs(string name)
    {
        var fault = UpstreamFaults.All.Single(one => one.Name == name);
        _server.Upstream.Choose = request => request.Model == "broken" ? reply => fault.Reply(Count(request), reply) : null;
        var count = Scale.Of(1, 100);
        var watch = Stopwatch.StartNew();
        await Rounds.RunAsync(number => number < count, atOnce: 10, async (number, _) =>
        {
            await CheckAsync(fault, "solo", $"Tell me, {number} alone.");
            await CheckAsync(fault, "pair", $"Tell me, {number} of two.");
        });
        Figures.Print($"fault {name}", $"{2 * count} of {2 * count} as promised; {watch.Elapsed.TotalSeconds:0.0} s");
    }

    private async Task CheckAsync(UpstreamFault fault, string agent, string text)
    {
        var session = await _server.CreateSessionAsync(agentId: agent);

        var turn = await _server.AskAsync(session, text, agent);

        var log = (await _server.CallAsync(HttpMethod.Get, $"/api/sessions/{session}/events?limit=1000")).GetRawText();
        var fallsBack = agent == "pair" && fault.FallsBack;
        Assert.Equal(fallsBack || fault.Code is null ? "completed" : "failed", turn.GetProperty("status").GetString());
        if (fallsBack || fault.Text is not null)
        {
            Assert.Equal(fallsBack ? Fallback : fault.Text, turn.GetProperty("text").GetString());
        }

        Assert.DoesNotContain(UpstreamFaults.Key, turn.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(UpstreamFaults.Key, log, StringComparison.Ordinal);
        if (turn.GetProperty("status").GetString() == "failed")
        {
            Assert.Equal(fault.Code, turn.GetProperty("error").GetProperty("code").GetString());
            Assert.All(turn.GetProperty("replies").EnumerateArray(), reply => Assert.True(reply.GetProperty("partial").GetBoolean()));
        }
        else if (!fallsBack)
        {
            Assert.Equal(fault.FinishReason, turn.GetProperty("finishReason").GetString());
            AssertUsage(fault, turn);
        }

        await CheckRequestsAsync(fault, agent, text);
    }

    private async Task CheckRequestsAsync(UpstreamFault fault, string agent, string text)
    {
        var requests = _requests[text].ToList();

        // A model with another behind it is tried again only as far as the call's budget of three goes.
        Assert.Equal(agent == "pair" && fault.FallsBack ? Math.Min(fault.Calls, 2) : fault.Calls, requests.Count);
        foreach (var request in fault.IsLeft ? requests : [])
        {
            await request.Aborted.WaitAsync(Token);
        }
    }

    private static void AssertUsage(UpstreamFault fault, JsonElement turn)
    {
        var usage = turn.GetProperty("usage");
        Assert.InRange(usage.GetProperty("inputTokens").GetInt64(), 1, 100_000);
        Assert.InRange(usage.GetProperty("outputTokens").GetInt64(), fault.Text is "" ? 0 : 1, 300_000);
        if (fault.Name.StartsWith("U14", StringComparison.Ordinal))
        {
            Assert.True(usage.GetProperty("estimated").GetBoolean());
        }
    }

    private int Count(UpstreamRequest request)
    {
        var requests = _requests.GetOrAdd(request.LastUserText, _ => []);
        requests.Enqueue(request);
        return requests.Count;
    }
}
