using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Tools;

/// <summary>Serves where none is registered.</summary>
internal sealed class NoToolServers : IToolServers
{
    public IReadOnlyCollection<ToolServerStatus> Servers => [];

    public IReadOnlyList<ConfigurationProblem> Problems => [];

    public void Reload()
    {
    }

    public Task<ToolServerStatus> ConnectAsync(string serverId, string sessionId, CancellationToken cancellationToken) =>
        Task.FromResult(new ToolServerStatus(serverId, ToolServerState.Invalid, $"There is no server '{serverId}'.", []));

    public Task ReleaseSessionAsync(string sessionId) => Task.CompletedTask;
}
