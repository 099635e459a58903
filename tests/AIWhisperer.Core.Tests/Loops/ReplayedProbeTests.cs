using AIWhisperer.Core.Loops;
using AIWhisperer.Core.Tests.Configuration;
using AIWhisperer.TestHarness;

namespace AIWhisperer.Core.Tests.Loops;

public sealed class ReplayedProbeTests
{
    [Fact]
    public async Task Test_OfAProviderWithoutItsKeyWhileCassettesPlay_SaysWhatIsWrong()
    {
        var token = TestContext.Current.CancellationToken;
        await using var host = await CoreHost.StartAsync(
            token,
            settings: [("AIWhisperer:Cassettes:Mode", "replay"), ("AIWhisperer:Cassettes:Path", Path.Combine(ShippedConfiguration.Root, "../tests/cassettes"))]);

        var result = await host.Get<ProviderProbe>().TestAsync("locked", "model-a", token);

        Assert.False(string.IsNullOrEmpty(result.Error?.Message));
    }
}
