namespace AIWhisperer.Core.Tests.Providers.Resilience;

/// <summary>What everybody may read of a provider's last failure holds nothing of anybody's conversation.</summary>
public sealed class LastErrorTests
{
    [Fact]
    public async Task LastError_OfARefusalThatQuotesTheMessage_DoesNotRepeatIt()
    {
        await using var stage = await ProviderStage.StartAsync();
        stage.Upstream.Script(ProviderStage.Model, reply => reply.Error(400, "Invalid input: 'my diagnosis is a private matter'."));

        await stage.FailAsync();

        Assert.DoesNotContain("my diagnosis", stage.Activity.LastError!.Message, StringComparison.Ordinal);
    }
}
