using System.Text.Json;
using AIWhisperer.Core.Tools;

namespace AIWhisperer.Core.Loops;

/// <summary>Lets a tool look at the session its loop runs in, and act on it.</summary>
internal sealed class LoopToolSession(LoopKey key, ILoopHost host) : IToolSession
{
    public string SessionId => key.SessionId;

    public string Owner => host.Owner;

    public string AgentId => key.AgentId;

    public Task SwitchAgentAsync(string agentId, string? reason, CancellationToken cancellationToken) =>
        host.SwitchAgentAsync(key.AgentId, agentId, reason, cancellationToken);

    public IReadOnlyList<InspectedLoop> InspectLoops() =>
    [
        .. host.Loops.OrderBy(loop => loop.AgentId, StringComparer.Ordinal).Select(loop => new InspectedLoop(
            loop.AgentId,
            loop.Provider,
            loop.Model,
            JsonNamingPolicy.CamelCase.ConvertName($"{loop.State}"),
            loop.AgentId == host.ActiveAgentId,
            loop.Turns,
            loop.QueuedTurns)),
    ];
}
