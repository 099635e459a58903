using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops;
using AIWhisperer.TestHarness;

namespace AIWhisperer.Core.Tests.Loops;

public sealed class AILoopFactoryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_VariousConfigurations_EachLoopCallsItsOwnModelWithItsOwnSettings()
    {
        await using var host = await CoreHost.StartAsync(Token, """
            plain:
              name: Plain
              prompt: "Be plain."
              ai_config: { model: m-plain }
            tuned:
              name: Tuned
              prompt: "Be tuned."
              ai_config:
                model: m-tuned
                temperature: 0.25
                max_tokens: 77
                top_p: 0.5
                frequency_penalty: 1
                presence_penalty: -1
                stop: [END]
                reasoning_effort: low
            """, ("AIWhisperer:Sessions:DefaultAgent", "plain"));
        var factory = host.Get<AILoopFactory>();
        var loops = host.Agents.List().Select(agent => factory.Create(
            new LoopKey("s", agent.Entry.Id), agent.Config!, new FakeLoopHost())).ToList();

        foreach (var loop in loops)
        {
            loop.TryPost(new TurnRequest(RandomId.New(), RandomId.New(), "Hi", 0), BusyPolicy.Enqueue);
        }

        await Task.WhenAll(loops.Select(loop => loop.FinishAsync()));
        var plain = host.Upstream.Requests.Single(request => request.Model == "m-plain").Body;
        var tuned = host.Upstream.Requests.Single(request => request.Model == "m-tuned").Body;
        Assert.Equal((0.7, 4_000), (plain.GetProperty("temperature").GetDouble(), plain.GetProperty("max_tokens").GetInt32()));
        Assert.False(plain.TryGetProperty("top_p", out _));
        Assert.Equal((0.25, 77), (tuned.GetProperty("temperature").GetDouble(), tuned.GetProperty("max_tokens").GetInt32()));
        Assert.Equal(0.5, tuned.GetProperty("top_p").GetDouble());
        Assert.Equal(1, tuned.GetProperty("frequency_penalty").GetDouble());
        Assert.Equal(-1, tuned.GetProperty("presence_penalty").GetDouble());
        Assert.Equal("END", tuned.GetProperty("stop")[0].GetString());
        Assert.Equal("low", tuned.GetProperty("reasoning_effort").GetString());
    }

    [Fact]
    public async Task Create_MissingAndInvalidSettings_FallBackToTheDefaultsAndTheListingSaysWhich()
    {
        await using var host = await CoreHost.StartAsync(Token, """
            alice:
              name: Alice
              prompt: "You are Alice."
              ai_config: { model: model-a, temperature: 9, max_tokens: 100 }
            """, ("AIWhisperer:Defaults:Temperature", 0.4));

        var alice = host.Agents.Get("alice");

        Assert.Equal(AgentAvailability.Degraded, alice.Availability);
        Assert.Contains("temperature", alice.Reason, StringComparison.Ordinal);
        Assert.Equal(0.4, alice.Config!.Temperature, 6);
        Assert.Equal(100, alice.Config.MaxTokens);
        Assert.Contains("ai_config.temperature", alice.Defaults);
        Assert.Contains("ai_config.provider", alice.Defaults);
        Assert.DoesNotContain("ai_config.max_tokens", alice.Defaults);
    }

    [Fact]
    public async Task Create_SeveralLoopsAtOnce_RunConcurrently()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var config = host.Agents.Get("alice").Config!;
        var all = new TaskCompletionSource();
        host.Upstream.ScriptAlways("model-a", reply => reply.Gate(all.Task).Text("done"));
        var factory = host.Get<AILoopFactory>();
        var loops = Enumerable.Range(0, 20)
            .Select(number => factory.Create(new LoopKey($"s{number}", "alice"), config, new FakeLoopHost())).ToList();

        foreach (var loop in loops)
        {
            loop.TryPost(new TurnRequest(RandomId.New(), RandomId.New(), "Hi", 0), BusyPolicy.Enqueue);
        }

        // Every loop's call is with the upstream before any of them is answered.
        for (var arrived = 0; arrived < loops.Count; arrived++)
        {
            await host.Upstream.NextRequestAsync(Token);
        }

        Assert.All(loops, loop => Assert.Equal(AILoopState.Running, loop.GetStatus().State));
        all.SetResult();
        await Task.WhenAll(loops.Select(loop => loop.FinishAsync()));
        Assert.All(loops, loop => Assert.Equal(1, loop.GetStatus().Turns));
    }
}
