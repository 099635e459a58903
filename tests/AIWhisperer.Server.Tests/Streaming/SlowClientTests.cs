using System.Globalization;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using AIWhisperer.TestHarness.Upstream;

namespace AIWhisperer.Server.Tests.Streaming;

/// <summary>
/// Clients that ask for more than any buffer on the way holds, and read none of it. That one is cut off shows in the turn that is
/// cancelled when its last client is gone.
/// </summary>
public sealed class SlowClientTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private string _id = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(
            ("AIWhisperer:Server:SendTimeout", "00:00:00.500"), ("AIWhisperer:Sessions:DisconnectGrace", "00:00:00"));
        _id = await _server.CreateSessionAsync();
        var piece = new string('x', 100_000);
        _server.Upstream.Script("model-b", reply => reply.Texts(Enumerable.Repeat(piece, 80)));
        await _server.CallAsync(HttpMethod.Post, $"/api/sessions/{_id}/turns", """{"text":"Go on and on.","agentId":"debbie"}""");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task EventStream_ThatIsNotRead_IsCutOff_AndNoTurnNotices()
    {
        var turns = await StartTurnsAsync();
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
        await client.ConnectAsync(_server.Address.Host, _server.Address.Port, Token);
        await client.SendAsync(Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"GET /api/sessions/{_id}/events HTTP/1.1\r\nHost: {_server.Address.Authority}\r\nAccept: text/event-stream\r\n\r\n")), Token);

        await turns.AssertOnlyTheGuardedOneIsCancelledAsync();
    }

    [Fact]
    public async Task HubStream_ThatIsNotRead_IsCutOff_AndNoTurnNotices()
    {
        var turns = await StartTurnsAsync();
        using var client = new ClientWebSocket();
        await client.ConnectAsync(new UriBuilder(_server.Address) { Scheme = "ws", Path = "/hubs/chat" }.Uri, Token);
        await SendAsync(client, """{"protocol":"json","version":1}""");
        await SendAsync(client, $$"""{"type":4,"invocationId":"1","target":"Attach","arguments":["{{_id}}",0]}""");

        await turns.AssertOnlyTheGuardedOneIsCancelledAsync();
    }

    private static Task SendAsync(ClientWebSocket client, string message) =>
        client.SendAsync(Encoding.UTF8.GetBytes(message + '\u001e'), WebSocketMessageType.Text, endOfMessage: true, Token);

    private async Task<OpenTurns> StartTurnsAsync()
    {
        var guarded = new UpstreamGate();
        var free = new UpstreamGate();
        _server.Upstream.Script("model-a", reply => reply.Text("begun ").Gate(guarded));
        _server.Upstream.Script("model-b", reply => reply.Text("begun ").Gate(free).Text("done"));
        await SendAsync("""{"text":"go","agentId":"alice","onDisconnect":"cancel"}""");
        var receipt = await SendAsync("""{"text":"go","agentId":"debbie","onDisconnect":"continue"}""");
        await guarded.Reached.WaitAsync(Token);
        return new OpenTurns(_server, $"/api/sessions/{_id}", receipt, free);
    }

    private Task<JsonElement> SendAsync(string message) =>
        _server.CallAsync(HttpMethod.Post, $"/api/sessions/{_id}/turns", message, null, ("Prefer", "respond-async"));

    /// <summary>One turn that is cancelled with its last client, and one that goes on.</summary>
    private sealed record OpenTurns(TestServer Server, string Session, JsonElement Free, UpstreamGate Gate)
    {
        public async Task AssertOnlyTheGuardedOneIsCancelledAsync()
        {
            await Server.Upstream.Requests.Single(request => request.Model == "model-a").Aborted.WaitAsync(Token);
            Gate.Open();

            // From behind what fills the buffers.
            using var stream = await Server.SendAsync(
                HttpMethod.Get, $"{Session}/events?after={Free.GetProperty("seq")}", null, null, ("Accept", "text/event-stream"));
            var turnId = Free.GetProperty("turnId").GetString();
            await stream.ReadEventsAsync().FirstAsync(e => e.Type == "turn.completed" && e.Data.GetProperty("turnId").GetString() == turnId, Token);
        }
    }
}
