using System.Diagnostics;

namespace AIWhisperer.Reliability.Crashes;

/// <summary><c>kill -9</c> at every named point, again and again on the same files.</summary>
public sealed class KillTests
{
    /// <summary>Servers side by side: a start waits for more than the processor.</summary>
    private const int Chains = 2;

    [Fact]
    public async Task Kills_AtEveryPoint_LoseNothingAndRepeatNothing()
    {
        var cycles = Scale.Of(32, 1_000);
        var tally = new CrashTally();
        var clock = Stopwatch.StartNew();

        var verdict = "broken off";
        try
        {
            await Task.WhenAll(Enumerable.Range(0, Chains).Select(number => RunAsync(number, cycles, tally)));
            verdict = "lost 0, stuck 0, twice 0";
        }
        finally
        {
            Figures.Print("kill -9", $"{tally.Kills} of {cycles} cycles in {clock.Elapsed.TotalMinutes:0.0} min: {verdict}; {tally}");
        }

        Assert.Equal(cycles, tally.Kills);
    }

    /// <summary>A stretch of the cycles; within it the points come in their order.</summary>
    private static async Task RunAsync(int number, int cycles, CrashTally tally)
    {
        await using var chain = await CrashChain.StartAsync(number, tally);
        var first = cycles * number / Chains;
        var end = cycles * (number + 1) / Chains;
        for (var cycle = first; cycle < end; cycle++)
        {
            await chain.RunAsync(cycle, CrashPoint.All[cycle % CrashPoint.All.Count]);
        }

        await chain.FinishAsync();
    }
}
