using AIWhisperer.Core.Sessions;
using AIWhisperer.Core.Tools;

namespace AIWhisperer.Mcp.Serving;

/// <summary>The client's session as a tool sees it that the client calls itself.</summary>
internal sealed class ClientToolSession(Session session, string agentId, Conversation conversation) : IToolSession
{
    public string SessionId => session.Id;

    public string Owner => session.Owner;

    public string AgentId => agentId;

    public Task SwitchAgentAsync(string agentId, string? reason, CancellationToken cancellationToken) =>
        session.SwitchAgentAsync(agentId, null, null, reason, cancellationToken);

    public IReadOnlyList<InspectedLoop> InspectLoops() =>
    [
        .. conversation.ListLoops().OrderBy(loop => loop.AgentId, StringComparer.Ordinal).Select(loop => new InspectedLoop(
            loop.AgentId,
            loop.Provider,
            loop.Model,
            $"{loop.State}".ToLowerInvariant(),
            loop.AgentId == session.Record.ActiveAgentId,
            loop.Turns,
            loop.QueuedTurns)),
    ];
}
