using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Providers;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Upstream;
using Microsoft.Extensions.Options;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions;

/// <summary>Calls are counted that were made, and no others.</summary>
public sealed class UncalledModelTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Turn_CancelledWhileItsCallWaits_CountsNoCall()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var directory = host.Get<IOptions<ConfigurationOptions>>().Value.Directory;
        await File.WriteAllTextAsync(
            Path.Combine(directory, "providers.yaml"),
            $"providers:\n  fake: {{ kind: openai, base_url: \"{host.Upstream.BaseUrl}\", limits: {{ max_concurrent_calls: 1 }} }}\n",
            Token);
        Assert.Empty(host.Get<ProviderCatalog>().Reload().Problems);
        var gate = new UpstreamGate();
        host.Upstream.Script("model-a", reply => reply.Gate(gate).Text("First."));
        var (one, two) = (await host.CreateSessionAsync(Token), await host.CreateSessionAsync(Token));
        await one.SendAsync(new NewMessage("Hello"), Token);
        await gate.Reached.WaitAsync(Token);
        var second = await two.SendAsync(new NewMessage("Hello"), Token);
        await two.AttachAsync(0, Token).UntilAsync(read => read is ModelQueued, Token);

        var turn = await two.CancelAsync(second.TurnId, Token);
        gate.Open();

        Assert.Single(host.Upstream.Requests);
        Assert.Equal(0, turn.Usage!.Models?.Sum(model => model.Calls) ?? 0);
    }
}
