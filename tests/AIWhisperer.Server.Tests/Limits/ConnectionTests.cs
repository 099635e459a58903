using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace AIWhisperer.Server.Tests.Limits;

public sealed class ConnectionTests : IAsyncLifetime
{
    private TestServer _server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync(("AIWhisperer:Server:MaxConnections", "1"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task HubConnection_BeyondTheLimit_IsRefused_AndTheOthersGoOn()
    {
        await using var hub = await HubClient.ConnectAsync(_server.Address);
        await hub.InvokeAsync("CreateSession", new { });
        using var other = new ClientWebSocket();
        other.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(() =>
            other.ConnectAsync(new UriBuilder(_server.Address) { Scheme = "ws", Path = "/hubs/chat" }.Uri, Token));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, other.HttpStatusCode);
        Assert.Equal("5", other.HttpResponseHeaders!["Retry-After"].Single());
        await hub.InvokeAsync("CreateSession", new { });
    }

    [Fact]
    public async Task Connection_BeyondTheLimit_IsClosed_AndTheOthersGoOn()
    {
        var id = await _server.CreateSessionAsync();
        using var other = new Socket(SocketType.Stream, ProtocolType.Tcp);

        await other.ConnectAsync(_server.Address.Host, _server.Address.Port, Token);

        Assert.Equal(0, await other.ReceiveAsync(new byte[1], Token));
        await _server.CallAsync(HttpMethod.Get, $"/api/sessions/{id}");
    }
}
