using AIWhisperer.Core.Sessions;
using AIWhisperer.Mcp.Serving;

namespace AIWhisperer.Server.Mcp;

/// <summary>
/// Ends the streams of MCP clients when the server stops, once sessions are drained: whoever waits for an agent is told how the turn
/// ended. Open streams would hold the web server back.
/// </summary>
internal sealed class McpShutdown(SessionDrain drain, ServedClients clients) : IHostedLifecycleService
{
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await drain.DrainAsync(cancellationToken);
        await clients.EndAllAsync();
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
