using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Providers;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Upstream;
using Microsoft.Extensions.Options;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions;

/// <summary>A provider goes with a reload while a turn runs.</summary>
public sealed class VanishedProviderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Provider_GoneBetweenTwoCallsOfATurn_TheNextModelAnswers()
    {
        await using var host = await CoreHost.StartAsync(Token);
        await ProvidersAsync(host, "fake", "backup");
        await host.WriteAgentsAsync(
            """
            alice:
              name: Alice
              prompt: "You are Alice."
              ai_config: { provider: fake, model: model-a, fallbacks: [backup/model-b] }
              allow_tools: [get_current_time]
            """, Token);
        host.Catalog.Reload();
        var gate = new UpstreamGate();
        host.Upstream.ScriptAlways("model-a", reply => reply.ToolCall("c", "get_current_time", "{}").Gate(gate))
            .ScriptAlways("model-b", reply => reply.Text("It is late."));
        var session = await host.CreateSessionAsync(Token);
        var receipt = await session.SendAsync(new NewMessage("What time is it?"), Token);
        await gate.Reached.WaitAsync(Token);

        await ProvidersAsync(host, "backup");
        gate.Open();
        var turn = await session.WaitForTurnAsync(receipt.TurnId, Token);
        var events = await session.ReadThroughEndAsync(turn.TurnId, Token);

        Assert.Equal((TurnStatus.Completed, "It is late.", null), (turn.Status, turn.Text, turn.Error?.Message));
        Assert.Equal("backup/model-b", Assert.Single(events.OfType<ModelFellBack>()).To);
    }

    private static async Task ProvidersAsync(CoreHost host, params string[] ids)
    {
        var directory = host.Get<IOptions<ConfigurationOptions>>().Value.Directory;
        var entries = ids.Select(id => $"  {id}: {{ kind: openai, base_url: \"{host.Upstream.BaseUrl}\", resilience: {{ retry_delay: 0 }} }}\n");
        await File.WriteAllTextAsync(
            Path.Combine(directory, "providers.yaml"), $"default_provider: backup\nproviders:\n{string.Concat(entries)}", Token);
        Assert.Empty(host.Get<ProviderCatalog>().Reload().Problems);
    }
}
