using System.Net;
using System.Text.Json;

namespace AIWhisperer.Server.Tests.Limits;

public sealed class OverloadTests
{
    private const string Message = """{"text":"go"}""";

    private static readonly (string, string) s_receipt = ("Prefer", "respond-async");
    private static readonly (string, string) s_stream = ("Accept", "text/event-stream");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("MaxTurnsPerOwner", HttpStatusCode.TooManyRequests)]
    [InlineData("MaxTurns", HttpStatusCode.ServiceUnavailable)]
    public async Task Send_BeyondTheTurns_IsRefusedOnBothWires(string setting, HttpStatusCode status)
    {
        await using var server = await StartAsync(setting);
        var (id, other) = (await server.CreateSessionAsync(), await server.CreateSessionAsync());
        await server.CallAsync(HttpMethod.Post, $"/api/sessions/{id}/turns", Message, null, s_receipt);

        using var refused = await server.SendAsync(HttpMethod.Post, $"/api/sessions/{other}/turns", Message);
        await using var hub = await HubClient.ConnectAsync(server.Address);
        var refusedOnHub = await Assert.ThrowsAsync<HubCallException>(() => hub.InvokeAsync("Send", other, new { text = "go" }));

        var problem = await refused.ReadProblemAsync(status, "turn_limit");
        AssertSame(problem, refused, refusedOnHub);
        Assert.Equal(1, await LastSeqAsync(server, other));
    }

    [Theory]
    [InlineData("MaxAttachesPerOwner", HttpStatusCode.TooManyRequests)]
    [InlineData("MaxAttaches", HttpStatusCode.ServiceUnavailable)]
    public async Task Follow_BeyondTheAttaches_IsRefusedOnEveryWire_UntilOneLeaves(string setting, HttpStatusCode status)
    {
        await using var server = await StartAsync(setting);
        var session = $"/api/sessions/{await server.CreateSessionAsync()}";
        var other = await server.CreateSessionAsync();
        await using var hub = await HubClient.ConnectAsync(server.Address);
        HubCallException refusedOnHub;
        using (var following = await server.SendAsync(HttpMethod.Get, $"{session}/events", null, null, s_stream))
        {
            await using var events = following.ReadEventsAsync().GetAsyncEnumerator(Token);
            Assert.True(await events.MoveNextAsync());

            using var stream = await server.SendAsync(HttpMethod.Get, $"/api/sessions/{other}/events", null, null, s_stream);
            using var turnStream = await server.SendAsync(HttpMethod.Post, $"/api/sessions/{other}/turns", Message, null, s_stream);
            using var waiting = await server.SendAsync(HttpMethod.Post, $"/api/sessions/{other}/turns", Message);
            refusedOnHub = await Assert.ThrowsAsync<HubCallException>(async () => await hub.StreamAsync("Attach", other, 0).ToListAsync(Token));

            AssertSame(await stream.ReadProblemAsync(status, "attach_limit"), stream, refusedOnHub);
            AssertSame(await turnStream.ReadProblemAsync(status, "attach_limit"), turnStream, refusedOnHub);
            AssertSame(await waiting.ReadProblemAsync(status, "attach_limit"), waiting, refusedOnHub);
            Assert.Equal(1, await LastSeqAsync(server, other));
            await server.CallAsync(HttpMethod.Post, $"/api/sessions/{other}/turns", Message, null, s_receipt);

            // The stream's end frees its place, and the server knows of it when the session is gone.
            await server.CallAsync(HttpMethod.Delete, session);
            while (await events.MoveNextAsync())
            {
            }
        }

        await using var next = await UntilAttachedAsync(hub, other);
    }

    private static async Task<TestServer> StartAsync(string setting)
    {
        var server = await TestServer.StartAsync(($"AIWhisperer:Sessions:{setting}", "1"));
        server.Upstream.ScriptAlways("model-a", reply => reply.Hold());
        return server;
    }

    private static void AssertSame(JsonElement problem, HttpResponseMessage response, HubCallException onHub)
    {
        Assert.Equal(problem.GetProperty("code").GetString(), onHub.Code);
        Assert.Equal(problem.GetProperty("retryAfterSeconds").GetInt32(), onHub.Problem.GetProperty("retryAfterSeconds").GetInt32());
        Assert.Equal(problem.GetProperty("retryAfterSeconds").GetInt32(), response.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
    }

    private static async Task<long> LastSeqAsync(TestServer server, string id) =>
        (await server.CallAsync(HttpMethod.Get, $"/api/sessions/{id}")).GetProperty("lastSeq").GetInt64();

    /// <summary>A response is complete for its client a moment before it is for the server.</summary>
    private static async Task<IAsyncEnumerator<JsonElement>> UntilAttachedAsync(HubClient hub, string id)
    {
        while (true)
        {
            var events = hub.StreamAsync("Attach", id, 0).GetAsyncEnumerator(Token);
            try
            {
                Assert.True(await events.MoveNextAsync());
                return events;
            }
            catch (HubCallException refused) when (refused.Code == "attach_limit")
            {
                await events.DisposeAsync();
            }
        }
    }
}
