using AIWhisperer.Mcp.Serving;
using Microsoft.AspNetCore.Hosting.Server;

namespace AIWhisperer.Server.Mcp;

internal static class McpRegistration
{
    /// <summary>Serves MCP clients over HTTP.</summary>
    public static IServiceCollection AddMcpEndpoint(this IServiceCollection services) =>
        services.AddMcpServing().AddHostedService<McpShutdown>();

    /// <summary>Has the program listen to no socket: its one client is the program that started it.</summary>
    public static IServiceCollection ListenNowhere(this IServiceCollection services) => services.AddSingleton<IServer, NoServer>();
}
