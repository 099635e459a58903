using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace AIWhisperer.ServerHarness;

/// <summary>The .NET SignalR client, over WebSockets.</summary>
public static class SignalRClient
{
    /// <summary>Connects to the server's hub; fails as the connection does.</summary>
    public static async Task<HubConnection> ConnectAsync(Uri server, CancellationToken cancellationToken)
    {
        var builder = new HubConnectionBuilder();
        builder.Services.AddSingleton<EndPoint>(new UriEndPoint(new UriBuilder(server) { Scheme = "ws", Path = "/hubs/chat" }.Uri));
        builder.Services.AddSingleton<IConnectionFactory, WebSockets>();
        var connection = builder.Build();
        try
        {
            await connection.StartAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private sealed class WebSockets : IConnectionFactory
    {
        public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken)
        {
            var socket = new ClientWebSocket();
            try
            {
                await socket.ConnectAsync(((UriEndPoint)endpoint).Uri, cancellationToken);
                return new WebSocketConnection(socket);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }
}
