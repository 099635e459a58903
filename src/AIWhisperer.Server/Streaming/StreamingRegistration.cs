using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Server.Streaming;

internal static class StreamingRegistration
{
    public static IServiceCollection AddChatHub(this IServiceCollection services)
    {
        services.AddSignalR(options =>
            {
                options.EnableDetailedErrors = false;
                options.KeepAliveInterval = TimeSpan.FromSeconds(10);
                options.ClientTimeoutInterval = TimeSpan.FromSeconds(30);

                // It bounds items that a client streams to the server; no method takes any.
                options.StreamBufferCapacity = 1;
                options.AddFilter<HubConnections>();
            })
            .AddJsonProtocol(options => WireJson.Configure(options.PayloadSerializerOptions));
        services.AddSingleton<HubConnections>();
        services.AddHostedService(provider => provider.GetRequiredService<HubConnections>());
        services.AddOptions<HubOptions>().Configure<IOptions<ServerOptions>>(
            (hub, server) => hub.MaximumReceiveMessageSize = server.Value.MaxHubMessageBytes);
        return services;
    }

    public static void MapChatHub(this IEndpointRouteBuilder app) => app.MapHub<ChatHub>("/hubs/chat");
}
