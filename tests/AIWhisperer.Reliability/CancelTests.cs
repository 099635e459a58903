using System.Collections.Concurrent;
using System.Diagnostics;
using AIWhisperer.Reliability.Cancelling;

namespace AIWhisperer.Reliability;

/// <summary>Turns are cancelled at random points, over both wires: everything that works for them stops, and the next turn is fine.</summary>
public sealed class CancelTests
{
    /// <summary>How long something that is stopped may go on before it counts as not stopped, on a machine under load.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private static readonly CancelPoint[] s_points = Enum.GetValues<CancelPoint>();

    [Fact]
    public async Task Cancel_AtRandomPoints_ReachesTheModelAndTheTool()
    {
        await using var stage = await CancelStage.StartAsync();
        var count = Scale.Of(50, 1_000);
        var (upstreamClosed, toolStopped) = (new Latencies(), new Latencies());
        var cancels = new ConcurrentDictionary<CancelPoint, int>();
        var watch = Stopwatch.StartNew();

        await Rounds.RunAsync(number => number < count, atOnce: 4, async (number, random) =>
        {
            var point = s_points[number % s_points.Length];
            var session = await stage.Server.CreateSessionAsync();
            var turn = new CancelledTurn(stage, session, $"round-{number}", point, random.Next(40), byHub: random.Next(2) == 0);
            await turn.BringToPointAsync();
            await turn.CancelAsync(upstreamClosed, toolStopped, s_patience);
            await turn.CheckAsync();
            cancels.AddOrUpdate(point, 1, (_, before) => before + 1);
        });

        Assert.Equal(count - cancels[CancelPoint.InATool], upstreamClosed.Count);
        Figures.Print("cancels", $"{count} ({string.Join(", ", cancels.OrderBy(entry => entry.Key).Select(entry => $"{entry.Key} {entry.Value}"))}); "
            + $"the upstream saw {upstreamClosed.Count} of {upstreamClosed.Count} aborts, {upstreamClosed}; "
            + $"{toolStopped.Count} tools stopped, {toolStopped}; {watch.Elapsed.TotalSeconds:0.0} s, seed {Scale.Seed}");
    }
}
