namespace AIWhisperer.Core.Tests.Providers.Resilience;

/// <summary>What a provider cannot have used counts against no rate as it tells it: the server's own estimate stands in.</summary>
public sealed class IncredibleUsageTests
{
    [Fact]
    public async Task Usage_FarBeyondAnyConversation_DoesNotKeepTheNextCallOut()
    {
        await using var stage = await ProviderStage.StartAsync("limits: { tokens_per_minute: 1000 }");
        stage.Upstream.Script(ProviderStage.Model, reply => reply.Text("Hello").Usage(500_000_000, 5));
        await stage.ReadAsync();

        var next = stage.ReadAsync();
        var waiting = stage.Activity.WaitingCalls;

        Assert.Equal(0, waiting);
        await next;
    }

    [Fact]
    public async Task Usage_OfNothingAtAll_DoesNotLiftTheLimit()
    {
        await using var stage = await ProviderStage.StartAsync("limits: { tokens_per_minute: 100 }");
        stage.Upstream.Script(ProviderStage.Model, reply => reply.Text(new string('x', 4_000)).Usage(0, 0));
        await stage.ReadAsync();

        var next = stage.ReadAsync();
        var waiting = stage.Activity.WaitingCalls;
        stage.Clock.Advance(TimeSpan.FromMinutes(1));
        await next;

        Assert.Equal(1, waiting);
    }
}
