using System.Diagnostics;
using System.Globalization;
using AIWhisperer.Reliability.Following;
using AIWhisperer.Reliability.SlowClients;
using AIWhisperer.ServerHarness;
using AIWhisperer.TestHarness.Upstream;

namespace AIWhisperer.Reliability;

/// <summary>Clients that stop reading, in a session with far more to send than any buffer holds, cost nobody anything.</summary>
public sealed class SlowClientTests
{
    private const double MostBytesOfAStalledClient = 1_048_576;
    private const int Tokens = 40;
    private const int LongMessages = 40;
    private const int LongMessageLength = 100_000;

    [Fact]
    public async Task StalledClients_HarmNeitherTurnsNorOtherClients_AndHoldLittleMemory()
    {
        await using var server = await TestServer.StartAsync();
        server.Upstream.Choose = Answer;
        var archive = await server.CreateSessionAsync();
        for (var i = 0; i < LongMessages; i++)
        {
            await server.AskAsync(archive, "Be long.", "debbie");
        }

        var count = Scale.Of(20, 100);
        var healthy = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => HealthyClient.AttachAsync(server)));
        var (alone, meanwhile, with) = (new Latencies(), new Latencies(), new Latencies());
        await Task.WhenAll(server.AskAsync(archive, "Warm up."), TakeTurnsAsync(healthy, new Latencies()));
        await TakeTurnsAsync(healthy, alone);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var attaching = Task.WhenAll(Enumerable.Range(0, count).Select(number =>
            StalledClient.AttachAsync(number % 2 == 0 ? Wire.Hub : Wire.Http, server.Address, archive)));
        await TakeTurnsAsync(healthy, meanwhile);
        var stalled = await attaching;
        var watched = server.AskAsync(archive, "Tell.");
        await TakeTurnsAsync(healthy, with);
        Assert.Equal("completed", (await watched).GetProperty("status").GetString());
        var bytesOfOne = Math.Max(0, GC.GetTotalMemory(forceFullCollection: true) - before) / (double)count;

        await Task.WhenAll(stalled.Select(client => client.DisposeAsync().AsTask()));
        await TakeTurnsAsync(healthy, alone);

        Assert.Equal([2 * count * Tokens, count * Tokens, count * Tokens], new[] { alone, meanwhile, with }.Select(latencies => latencies.Count));
        await Task.WhenAll(healthy.Select(client => client.CheckAsync()));
        await Task.WhenAll(healthy.Select(client => client.DisposeAsync().AsTask()));
        Figures.Print("slow clients", string.Create(
            CultureInfo.InvariantCulture,
            $"{count} healthy alone, before and after: {alone}; while {count} more attach and stall: {meanwhile}; once they are stalled: {with}; "
            + $"p95 stalled / alone {with.Percentile(95) / alone.Percentile(95):0.00}; {bytesOfOne / 1024:0} KB a stalled client; "
            + $"{count} of {count} turns of the healthy and the one in the stalled clients' session completed"));
        Assert.InRange(bytesOfOne, 0, MostBytesOfAStalledClient);
    }

    private static Action<UpstreamReply> Answer(UpstreamRequest request) =>
        request.LastUserText == "Be long." ? reply => reply.Text(new string('a', LongMessageLength)) : TellTheTime;

    private static void TellTheTime(UpstreamReply reply)
    {
        for (var i = 0; i < Tokens; i++)
        {
            reply.Pause(TimeSpan.FromMilliseconds(50)).Text(() => $"{Stopwatch.GetTimestamp()} ");
        }
    }

    private static Task TakeTurnsAsync(HealthyClient[] clients, Latencies latencies) =>
        Task.WhenAll(clients.Select(client => client.TakeTurnAsync(latencies)));
}
