using System.Diagnostics;
using System.Net;
using System.Text.Json;
using AIWhisperer.ServerHarness;
using AIWhisperer.TestHarness.Upstream;

namespace AIWhisperer.Reliability;

/// <summary>
/// SIGTERM while a turn runs and another waits, followed over the hub and over HTTP, again and again on the same files: everybody sees the
/// ending, nothing is lost, and what waited runs after the next start.
/// </summary>
public sealed class GracefulStopTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly List<double> _told = [];
    private readonly List<double> _refused = [];
    private readonly List<double> _exited = [];

    [Fact]
    public async Task Stops_DuringATurn_TellEverybodyAndLoseNothing()
    {
        await using var upstream = await FakeUpstream.StartAsync(Token);
        using var directory = new ServerDirectory(upstream);
        var stops = Scale.Of(3, 50);
        Stopped? before = null;

        for (var stop = 1; stop <= stops; stop++)
        {
            before = await RunAndStopAsync(directory, upstream, before);
        }

        await using (var server = directory.Start())
        {
            using var api = new Api(await server.ListensAsync());
            await CheckAsync(api, before!);
            Assert.Equal(0, await server.StopAsync());
        }

        Figures.Print(
            "graceful stops",
            $"{stops} of {stops} with exit code 0, endings seen over hub and HTTP, 0 events lost; after the signal: followers told within "
            + $"{_told.Max():0} ms, an exchange refused within {_refused.Max():0} ms, exit within {_exited.Max():0} ms with a grace of 300 ms");
    }

    private async Task<Stopped> RunAndStopAsync(ServerDirectory directory, FakeUpstream upstream, Stopped? before)
    {
        await using var server = directory.Start("--AIWhisperer:Loops:ShutdownGrace=00:00:00.3");
        var address = await server.ListensAsync();
        using var api = new Api(address);
        if (before is not null)
        {
            await CheckAsync(api, before);
        }

        upstream.Script("model-a", reply => reply.Text("so far").Hold());
        await using var hub = await HubClient.ConnectAsync(address);
        var session = (await hub.InvokeAsync("CreateSession", new { })).GetProperty("id").GetString()!;
        var overHub = new Follower(hub.StreamAsync("Attach", session, 0));
        var overHttp = api.Follow(session);
        var turns = $"/api/sessions/{session}/turns";
        var waiting = api.PostAsync(turns, new { text = "go" });
        await overHub.SeesAsync("message.delta");
        await overHttp.SeesAsync("message.delta");
        var queued = await hub.InvokeAsync("Send", session, new { text = "and then" });

        var clock = Stopwatch.StartNew();
        server.Signal("TERM");
        await overHub.SeesAsync("server.draining");
        _told.Add(clock.Elapsed.TotalMilliseconds);
        var exchange = Stopwatch.StartNew();
        var late = await api.PostAsync(turns, new { text = "too late" });
        _refused.Add(exchange.Elapsed.TotalMilliseconds);

        await overHub.Ended.WaitAsync(Token);
        await overHttp.Ended.WaitAsync(Token);
        var answer = (await waiting).Body;
        Assert.Equal(0, await server.ExitAsync());
        _exited.Add(clock.Elapsed.TotalMilliseconds);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "server_stopping"), (late.Status, late.Body.GetProperty("code").GetString()));
        Assert.NotNull(late.RetryAfter);
        Assert.Equal(("interrupted", "so far"), (answer.GetProperty("status").GetString(), answer.GetProperty("text").GetString()));
        Assert.All(
            [overHub, overHttp],
            follower => Assert.Equal(
                ["session.created", "message.added", "turn.started", "message.added", "turn.queued", "server.draining", "message.completed", "turn.interrupted"],
                follower.Events.Where(item => item.IsDurable()).Select(item => item.Type())));
        return new Stopped(session, queued.GetProperty("turnId").GetString()!, overHub.Events);
    }

    /// <summary>After the next start everything seen is in the log, and the turn that waited runs.</summary>
    private static async Task CheckAsync(Api api, Stopped before)
    {
        var follower = api.Follow(before.Session);
        await follower.SeesAsync(item => item.TurnId() == before.QueuedTurn && item.Type() == "turn.completed");
        var seen = before.Seen.Where(item => item.IsDurable()).Select(item => item.GetRawText()).ToList();
        Assert.Equal(seen, follower.Events.Select(item => item.GetRawText()).Take(seen.Count));
        Assert.Equal(2, follower.Events.Count(item => item.IsEnding()));
    }

    private sealed record Stopped(string Session, string QueuedTurn, IReadOnlyList<JsonElement> Seen);
}
