using System.Diagnostics;
using AIWhisperer.Reliability.Following;
using AIWhisperer.ServerHarness;

namespace AIWhisperer.Reliability;

/// <summary>Clients are cut off anywhere, come back, and have missed nothing and seen nothing twice.</summary>
public sealed class CutTests
{
    private static readonly string[] s_words = [.. Enumerable.Range(1, 40).Select(number => $"wörd-{number} 🙂 ")];

    [Fact]
    public async Task Clients_CutAtRandomBytes_SeeEverythingOnce()
    {
        await using var server = await StartAsync();
        var goal = Scale.Of(50, 1_000);
        var (cuts, early, clients, messages, whole) = (0, 0, 0, 0, 0);
        var watch = Stopwatch.StartNew();

        await Rounds.RunAsync(_ => Volatile.Read(ref cuts) < goal, atOnce: 8, async (_, random) =>
        {
            var session = await server.CreateSessionAsync();
            var turns = new List<string>();
            foreach (var agent in random.Next(2) == 0 ? (string[])["alice"] : ["alice", "debbie"])
            {
                turns.Add(await server.PostAsync(session, "Tell me.", agent));
            }

            Transcript[] transcripts = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new Transcript())];
            await Task.WhenAll(transcripts.Select(transcript => FollowAsync(transcript, random.Next())));

            // One more had seen a part and comes back when all is over.
            var late = transcripts[0].UpTo(random.Next(transcripts[0].Count));
            await FollowAsync(late, random.Next());

            var stored = await server.StoredEventsAsync(session);
            Assert.All(
                stored.Where(item => item.GetProperty("type").ValueEquals("message.completed")),
                item => Assert.Equal(string.Concat(s_words), item.GetProperty("text").GetString()));
            foreach (var transcript in (Transcript[])[.. transcripts, late])
            {
                transcript.Check(stored);
                Interlocked.Increment(ref clients);
                Interlocked.Add(ref messages, transcript.MessagesCompleted);
                Interlocked.Add(ref whole, transcript.MessagesWholeByDeltas);
            }

            async Task FollowAsync(Transcript transcript, int seed)
            {
                var choices = new Random(seed);
                var client = new CutClient(choices.Next(2) == 0 ? Wire.Hub : Wire.Http, session, transcript, choices);
                await client.FollowAsync(server.Address, mostCuts: choices.Next(1, 6), turns);
                Interlocked.Add(ref cuts, client.Cuts);
                Interlocked.Add(ref early, client.CutsBeforeFirstEvent);
            }
        });

        Figures.Print("cuts", $"{cuts} cuts of {clients} clients ({early} before the first event), 0 gaps, 0 repeats; deltas alone gave "
            + $"{whole} of {messages} texts whole, the stored text the others; {watch.Elapsed.TotalSeconds:0.0} s, seed {Scale.Seed}");
    }

    [Fact]
    public async Task Clients_CutByAStopAndStart_SeeEverythingOnce()
    {
        await using var server = await StartAsync();
        var restarts = Scale.Of(3, 30);
        await using var clients = await RestartedClients.AttachAsync(server, sessions: 4);
        var watch = Stopwatch.StartNew();

        for (var restart = 0; restart < restarts; restart++)
        {
            await clients.GoThroughRestartAsync(new Random(Scale.Seed + restart));
        }

        await clients.CheckAsync();
        Figures.Print("cuts by stop and start", $"{restarts} restarts, {clients.Cuts} cuts of {clients.Count} clients, 0 gaps, 0 repeats; "
            + $"{watch.Elapsed.TotalSeconds:0.0} s, seed {Scale.Seed}");
    }

    private static async Task<TestServer> StartAsync()
    {
        var server = await TestServer.StartAsync();
        foreach (var model in (string[])["model-a", "model-b"])
        {
            server.Upstream.ScriptAlways(model, reply =>
            {
                foreach (var word in s_words)
                {
                    reply.Pause(TimeSpan.FromMilliseconds(2)).Text(word);
                }
            });
        }

        return server;
    }
}
