using AIWhisperer.Core.Tools;

namespace AIWhisperer.Core.Loops;

/// <summary>Lets a tool act on the session its loop runs in.</summary>
internal sealed class LoopToolSession(string agentId, ILoopHost host) : IToolSession
{
    public string AgentId => agentId;

    public Task SwitchAgentAsync(string toAgentId, string? reason, CancellationToken cancellationToken) =>
        host.SwitchAgentAsync(agentId, toAgentId, reason, cancellationToken);
}
