using System.Net;
using System.Text.Json;
using AIWhisperer.TestHarness.Upstream;

namespace AIWhisperer.Server.Tests.Hosting;

public sealed class StopTests
{
    private static readonly (string, string) s_longGrace = ("AIWhisperer:Loops:ShutdownGrace", "00:05:00");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_ThatDrains_RefusesWorkAndServesTheRest()
    {
        await using var server = await TestServer.StartAsync(s_longGrace);
        var gate = new UpstreamGate();
        server.Upstream.Script("model-a", reply => reply.Text("so far ").Gate(gate).Text("done"));
        var session = $"/api/sessions/{await server.CreateSessionAsync()}";
        await using var hub = await HubClient.ConnectAsync(server.Address);
        await using var events = hub.StreamAsync("Attach", session.Split('/')[^1], 0).GetAsyncEnumerator(Token);
        var waiting = server.CallAsync(HttpMethod.Post, $"{session}/turns", """{"text":"go"}""");
        await gate.Reached.WaitAsync(Token);
        await UntilAsync(events, "message.delta");

        var stopping = server.StopAsync();
        var told = await UntilAsync(events, "server.draining");

        Assert.Equal(300_000, told.GetProperty("graceMs").GetInt64());
        foreach (var (path, body) in ((string, string)[])[($"{session}/turns", """{"text":"late"}"""), ("/api/sessions", "{}")])
        {
            using var refused = await server.SendAsync(HttpMethod.Post, path, body);
            await refused.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "server_stopping");
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        Assert.Equal("server_stopping", (await Assert.ThrowsAsync<HubCallException>(() => hub.InvokeAsync("CreateSession", new { }))).Code);
        using var ready = await server.SendAsync(HttpMethod.Get, "/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal("live", (await server.CallAsync(HttpMethod.Get, "/health/live")).GetProperty("status").GetString());
        Assert.NotEmpty((await server.CallAsync(HttpMethod.Get, $"{session}/messages")).GetProperty("messages").EnumerateArray());
        using var attached = await server.SendAsync(HttpMethod.Get, $"{session}/events", null, null, ("Accept", "text/event-stream"));

        gate.Open();

        Assert.Equal("so far done", (await waiting).GetProperty("text").GetString());
        await UntilAsync(events, "turn.completed");
        Assert.False(await events.MoveNextAsync());
        Assert.Equal("turn.completed", (await attached.ReadEventsAsync().ToListAsync(Token))[^1].Type);
        await stopping;
    }

    [Fact]
    public async Task Turns_CanBeCancelledWhileTheServerDrains()
    {
        await using var server = await TestServer.StartAsync(s_longGrace);
        server.Upstream.Script("model-a", reply => reply.Text("so far").Hold());
        var session = $"/api/sessions/{await server.CreateSessionAsync()}";
        var running = await server.CallAsync(HttpMethod.Post, $"{session}/turns", """{"text":"one"}""", null, ("Prefer", "respond-async"));
        var queued = await server.CallAsync(HttpMethod.Post, $"{session}/turns", """{"text":"two"}""", null, ("Prefer", "respond-async"));
        using var stream = await server.SendAsync(HttpMethod.Get, $"{session}/events", null, null, ("Accept", "text/event-stream"));
        await using var events = stream.ReadEventsAsync().GetAsyncEnumerator(Token);

        var stopping = server.StopAsync();
        while (await events.MoveNextAsync() && events.Current.Type != "server.draining")
        {
        }

        foreach (var turn in (string[])[Id(queued), Id(running)])
        {
            var ended = await server.CallAsync(HttpMethod.Post, $"{session}/turns/{turn}/cancel", "");
            Assert.Equal("cancelled", ended.GetProperty("status").GetString());
        }

        await stopping;

        static string Id(JsonElement receipt) => receipt.GetProperty("turnId").GetString()!;
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Process_AtTheSecondSignal_InterruptsTurnsAtOnce(string signal)
    {
        await using var upstream = await FakeUpstream.StartAsync(Token);
        using var directory = new ServerDirectory(upstream);
        await using var server = directory.Start($"--{s_longGrace.Item1}={s_longGrace.Item2}");
        upstream.Script("model-a", reply => reply.Text("so far").Hold());
        await using var hub = await HubClient.ConnectAsync(await server.ListensAsync());
        var session = (await hub.InvokeAsync("CreateSession", new { })).GetProperty("id").GetString()!;
        await using var events = hub.StreamAsync("Attach", session, 0).GetAsyncEnumerator(Token);
        await hub.InvokeAsync("Send", session, new { text = "go" });
        await UntilAsync(events, "message.delta");

        server.Signal(signal);
        await UntilAsync(events, "server.draining");
        server.Signal(signal);

        await UntilAsync(events, "turn.interrupted");
        Assert.Equal(0, await server.ExitAsync());
    }

    private static async Task<JsonElement> UntilAsync(IAsyncEnumerator<JsonElement> events, string type)
    {
        while (await events.MoveNextAsync())
        {
            if (events.Current.GetProperty("type").GetString() == type)
            {
                return events.Current;
            }
        }

        throw new InvalidOperationException($"The stream ended without {type}.");
    }
}
