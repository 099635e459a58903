using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Providers.Resilience;
using AIWhisperer.TestHarness;

namespace AIWhisperer.Core.Tests.Providers.Resilience;

/// <summary>A provider that tells usage more than once tells running totals, and a gate counts the last.</summary>
public sealed class RunningTotalTests
{
    [Fact]
    public async Task Tokens_ToldTwice_CountAsTheyWereToldLast()
    {
        var token = TestContext.Current.CancellationToken;
        var gate = new CallGate("Agent 'alice'", new CallLimits { TokensPerMinute = 100 }, new ManualTimeProvider());
        var first = await gate.EnterAsync("a", 10, _ => { }, token);

        first.Settle(40);
        first.Settle(50);
        first.Dispose();

        // 50 of 100 are used.
        Assert.True(gate.EnterAsync("a", 50, _ => { }, token).IsCompletedSuccessfully);
    }
}
