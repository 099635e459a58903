using System.Collections.Concurrent;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Tools;

namespace AIWhisperer.TestHarness;

/// <summary>Servers of tools that are as they are set, and remember who connected to them.</summary>
public sealed class FakeToolServers(params IEnumerable<ToolServerStatus> servers) : IToolServers
{
    public IReadOnlyCollection<ToolServerStatus> Servers { get; } = [.. servers];

    public IReadOnlyList<ConfigurationProblem> Problems { get; init; } = [];

    public ConcurrentQueue<(string Server, string Session)> Connected { get; } = new();

    public void Reload()
    {
    }

    public Task<ToolServerStatus> ConnectAsync(string serverId, string sessionId, CancellationToken cancellationToken)
    {
        Connected.Enqueue((serverId, sessionId));
        return Task.FromResult(
            Servers.FirstOrDefault(server => server.Id == serverId) ?? new(serverId, ToolServerState.Invalid, "There is no such server.", []));
    }

    public Task ReleaseSessionAsync(string sessionId) => Task.CompletedTask;
}
