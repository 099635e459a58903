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
    private const int Tokens = 60;
    private const int LongMessages = 80;
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
        await TakeTurnsAsync(healthy, "Warm up.");
        var without = await TakeTurnsAsync(healthy, "Tell.");
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var stalled = await Task.WhenAll(Enumerable.Range(0, count).Select(number =>
            StalledClient.AttachAsync(number % 2 == 0 ? Wire.Hub : Wire.Http, server.Address, archive)));
        var watched = server.AskAsync(archive, "Tell.");
        var with = await TakeTurnsAsync(healthy, "Tell.");
        Assert.Equal("completed", (await watched).GetProperty("status").GetString());
        var bytesOfOne = Math.Max(0, GC.GetTotalMemory(forceFullCollection: true) - before) / (double)count;

        Assert.Equal(count * Tokens, without.Count);
        Assert.Equal(count * Tokens, with.Count);
        await Task.WhenAll(healthy.Select(client => client.CheckAsync()));
        Figures.Print("slow clients", string.Create(
            CultureInfo.InvariantCulture,
            $"{count} healthy alone: {without}; with {count} stalled: {with}; p95 x {with.Percentile(95) / without.Percentile(95):0.00}; "
            + $"{bytesOfOne / 1024:0} KB a stalled client; {count} of {count} turns and the watched one completed"));
        foreach (var client in (IAsyncDisposable[])[.. stalled, .. healthy])
        {
            await client.DisposeAsync();
        }

        Assert.InRange(bytesOfOne, 0, MostBytesOfAStalledClient);
    }

    private static Action<UpstreamReply> Answer(UpstreamRequest request) => request.LastUserText switch
    {
        "Be long." => reply => reply.Text(new string('a', LongMessageLength)),
        _ => reply =>
        {
            for (var i = 0; i < Tokens; i++)
            {
                reply.Pause(TimeSpan.FromMilliseconds(50)).Text(() => $"{Stopwatch.GetTimestamp()} ");
            }
        },
    };

    private static async Task<Latencies> TakeTurnsAsync(HealthyClient[] clients, string text)
    {
        var latencies = new Latencies();
        await Task.WhenAll(clients.Select(client => client.TakeTurnAsync(text, latencies)));
        return latencies;
    }
}
