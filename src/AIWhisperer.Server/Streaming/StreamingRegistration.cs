using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Server.Streaming;

internal static class StreamingRegistration
{
    public const string HubPath = "/hubs/chat";

    /// <summary>Clients give up after 30 seconds of silence unless told otherwise.</summary>
    private static readonly TimeSpan s_pingInterval = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddChatHub(this IServiceCollection services)
    {
        services.AddSignalR(options =>
            {
                options.EnableDetailedErrors = false;
                options.ClientTimeoutInterval = TimeSpan.FromSeconds(30);

                // It bounds items that a client streams to the server; no method takes any.
                options.StreamBufferCapacity = 1;
                options.AddFilter<HubConnections>();
            })
            .AddJsonProtocol(options => WireJson.Configure(options.PayloadSerializerOptions));
        services.AddSingleton<HubConnections>();
        services.AddHostedService(provider => provider.GetRequiredService<HubConnections>());
        services.AddOptions<HubOptions>().Configure<IOptions<ServerOptions>>((hub, server) =>
        {
            hub.MaximumReceiveMessageSize = server.Value.MaxHubMessageBytes;
            hub.KeepAliveInterval = server.Value.StreamHeartbeat < s_pingInterval ? server.Value.StreamHeartbeat : s_pingInterval;
        });
        return services;
    }

    public static void MapChatHub(this IEndpointRouteBuilder app) => app.MapHub<ChatHub>(HubPath, connection =>
        connection.TransportSendTimeout = app.ServiceProvider.GetRequiredService<IOptions<ServerOptions>>().Value.SendTimeout);
}
