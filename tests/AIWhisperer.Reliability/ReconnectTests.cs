using System.Diagnostics;
using AIWhisperer.Core.Events;
using AIWhisperer.Reliability.Following;
using AIWhisperer.ServerHarness;
using AIWhisperer.TestHarness.Faults;
using AIWhisperer.TestHarness.Upstream;
using Xunit.Sdk;

namespace AIWhisperer.Reliability;

/// <summary>A proxy in front of the server drops all its clients in mid-turn, and they come back at the same moment.</summary>
public sealed class ReconnectTests
{
    private const int Sessions = 10;

    [Fact]
    public async Task Clients_AllCutAtOnce_GoOnWhereTheyWere()
    {
        var count = Scale.Of(50, 1_000);
        await using var server = await TestServer.StartAsync();
        await using var proxy = FaultProxy.Start(server.Address);
        var allAreBack = new UpstreamGate();
        server.Upstream.ScriptAlways("model-a", reply => reply.Text("before ").Gate(allAreBack).Text("after"));
        var turns = new (string Session, string Turn)[Sessions];
        for (var i = 0; i < Sessions; i++)
        {
            var session = await server.CreateSessionAsync();
            turns[i] = (session, await server.PostAsync(session, "Tell me.", "alice"));
        }

        Transcript[] transcripts = [.. Enumerable.Range(0, count).Select(_ => new Transcript())];
        var first = transcripts.Select((transcript, index) => FollowAsync(proxy.Address, index, turns[index % Sessions], transcript)).ToList();
        await Task.WhenAll(transcripts.Select((transcript, index) => transcript.WhenSeen(EventTypes.MessageDelta, turns[index % Sessions].Turn)));

        var from = Stopwatch.GetTimestamp();
        proxy.CutAll(CutKind.Reset);
        await Task.WhenAll(first.Select(async cut => Assert.False(await cut)));
        var second = transcripts.Select((transcript, index) => FollowAsync(proxy.Address, index, turns[index % Sessions], transcript)).ToList();
        allAreBack.Open();
        Assert.All(await Task.WhenAll(second), Assert.True);
        var allEnded = Stopwatch.GetElapsedTime(from);

        var stored = await Task.WhenAll(turns.Select(turn => server.StoredEventsAsync(turn.Session)));
        for (var i = 0; i < count; i++)
        {
            transcripts[i].Check(stored[i % Sessions]);
            Assert.Equal(1, transcripts[i].MessagesWholeByDeltas);
        }

        Figures.Print("reconnect", $"{count} clients cut at once: all back, 0 gaps, 0 repeats, the turn's end seen by all {allEnded.TotalSeconds:0.00} s after the cut");
    }

    /// <summary>Whether the turn's end was seen; false when the connection was cut before.</summary>
    private static async Task<bool> FollowAsync(Uri server, int number, (string Session, string Turn) turn, Transcript transcript)
    {
        try
        {
            var wire = number % 2 == 0 ? Wire.Hub : Wire.Http;
            await foreach (var item in EventFeed.AttachAsync(wire, server, turn.Session, transcript.Cursor))
            {
                transcript.Take(item);
                if (transcript.HasEnded(turn.Turn))
                {
                    return true;
                }
            }
        }
        catch (Exception exception) when (exception is not XunitException)
        {
            // It was cut.
        }

        return false;
    }
}
