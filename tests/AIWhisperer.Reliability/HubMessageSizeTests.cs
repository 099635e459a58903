using System.Text.Json;
using AIWhisperer.ServerHarness;
using AIWhisperer.TestHarness.Upstream;

namespace AIWhisperer.Reliability;

/// <summary>Messages to the hub of 33 KB to 2 MB, sent into a session in which a turn runs and is followed.</summary>
public sealed class HubMessageSizeTests
{
    private const int LongestText = 100_000;
    private const int LongestHubMessage = 256 * 1024;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ladder_OfSizes_HarmsNeitherTheSessionNorItsTurn()
    {
        await using var server = await TestServer.StartAsync();
        var gate = new UpstreamGate();
        server.Upstream.Script("model-a", reply => reply.Text("begun ").Gate(gate).Text("done"));
        var session = await server.CreateSessionAsync();
        var running = await server.CallAsync(
            HttpMethod.Post, $"/api/sessions/{session}/turns", """{"text":"go"}""", null, ("Prefer", "respond-async"));
        await gate.Reached.WaitAsync(Token);
        var outcomes = new List<string>();
        var accepted = new List<string>();

        foreach (var kilobytes in (int[])[33, 64, 96, 128, 255, 257, 512, 1024, 2048])
        {
            var size = kilobytes * 1024;
            await using var hub = await HubClient.ConnectAsync(server.Address);
            if (size > LongestHubMessage)
            {
                await SendUnansweredAsync(hub, session, size);
                outcomes.Add($"{kilobytes} KB closed ('{hub.CloseReason}')");
                continue;
            }

            if (size > LongestText)
            {
                var refusal = await Assert.ThrowsAsync<HubCallException>(() => SendAsync(hub, session, size - 200));
                Assert.Equal("too_large", refusal.Code);
                outcomes.Add($"{kilobytes} KB refused");
            }
            else
            {
                accepted.Add((await SendAsync(hub, session, size)).GetProperty("turnId").GetString()!);
                outcomes.Add($"{kilobytes} KB taken");
            }

            Assert.Equal(session, (await hub.InvokeAsync("SwitchAgent", session, "alice", null)).GetProperty("id").GetString());
        }

        gate.Open();
        Assert.Equal("begun done", (await EndedAsync(server, session, running.GetProperty("turnId").GetString()!)).GetProperty("text").GetString());
        foreach (var turnId in accepted)
        {
            Assert.Equal("completed", (await EndedAsync(server, session, turnId)).GetProperty("status").GetString());
        }

        Figures.Print("hub message sizes", string.Join(", ", outcomes));
    }

    private static Task<JsonElement> SendAsync(HubClient hub, string session, int length) =>
        hub.InvokeAsync("Send", session, new { text = new string('a', length), onBusy = "enqueue" });

    private static async Task SendUnansweredAsync(HubClient hub, string session, int length)
    {
        Assert.Equal(JsonValueKind.Undefined, (await SendAsync(hub, session, length)).ValueKind);
        await hub.Closed.WaitAsync(Token);
        Assert.NotNull(hub.CloseReason);
    }

    private static async Task<JsonElement> EndedAsync(TestServer server, string session, string turnId)
    {
        using var response = await server.SendAsync(
            HttpMethod.Get, $"/api/sessions/{session}/events", null, null, ("Accept", "text/event-stream"));
        await response.ReadEventsAsync().FirstAsync(
            item => item.Type.StartsWith("turn.", StringComparison.Ordinal)
                && item.Type is not ("turn.queued" or "turn.started")
                && item.Data.GetProperty("turnId").GetString() == turnId,
            Token);
        return await server.CallAsync(HttpMethod.Get, $"/api/sessions/{session}/turns/{turnId}");
    }
}
