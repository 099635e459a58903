using System.Net;
using System.Net.Sockets;
using System.Text;
using AIWhisperer.Reliability.Following;

namespace AIWhisperer.Reliability.SlowClients;

/// <summary>A client that attaches, reads the beginning of the first event and then nothing any more, but pings, as a hung page does.</summary>
internal sealed class StalledClient : IAsyncDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
    private readonly CancellationTokenSource _leaving = new();
    private Task _pinging = Task.CompletedTask;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<StalledClient> AttachAsync(Wire wire, Uri server, string session)
    {
        var client = new StalledClient();
        await client._socket.ConnectAsync(IPAddress.Loopback, server.Port, Token);
        await (wire == Wire.Hub ? client.AttachByHubAsync(session) : client.AttachByHttpAsync(session));
        await client.ReadThroughAsync("session.created");
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _pinging;
        _socket.Close(0);
        _leaving.Dispose();
    }

    private Task AttachByHttpAsync(string session) => SendAsync(Encoding.ASCII.GetBytes(
        $"GET /api/sessions/{session}/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"));

    private async Task AttachByHubAsync(string session)
    {
        await SendAsync(Encoding.ASCII.GetBytes(
            "GET /hubs/chat HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        await ReadThroughAsync("\r\n\r\n");
        await SendMessageAsync("""{"protocol":"json","version":1}""");
        await SendMessageAsync($$"""{"type":4,"invocationId":"1","target":"Attach","arguments":["{{session}}",0]}""");
        _pinging = PingAsync();
    }

    private async Task PingAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5));
        try
        {
            while (await timer.WaitForNextTickAsync(_leaving.Token))
            {
                await SendMessageAsync("""{"type":6}""");
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // It leaves, or the server has had enough of it.
        }
    }

    /// <summary>One text frame, masked with zeros.</summary>
    private Task SendMessageAsync(string json)
    {
        var payload = Encoding.UTF8.GetBytes(json + '\u001e');
        return SendAsync(payload.Length < 126
            ? [0x81, (byte)(0x80 | payload.Length), 0, 0, 0, 0, .. payload]
            : [0x81, 0x80 | 126, (byte)(payload.Length >> 8), (byte)payload.Length, 0, 0, 0, 0, .. payload]);
    }

    private async Task SendAsync(byte[] bytes) => await _socket.SendAsync(bytes, SocketFlags.None, Token);

    private async Task ReadThroughAsync(string text)
    {
        var received = new StringBuilder();
        var octet = new byte[1];
        while (!received.ToString().EndsWith(text, StringComparison.Ordinal))
        {
            Assert.Equal(1, await _socket.ReceiveAsync(octet, SocketFlags.None, Token));
            received.Append((char)octet[0]);
        }
    }
}
