using AIWhisperer.Core.Events;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Loops.Approvals;

/// <summary>
/// Which agents of a session have read what nobody vouches for, in a tool's result, in a message whose sender had, or in what was carried
/// over from an agent that had: a fold over the session's events. A label is never taken off, not by a rollback either. Not thread-safe.
/// </summary>
internal sealed class UntrustedLabels
{
    private readonly HashSet<string> _labelled = new(StringComparer.Ordinal);
    private readonly HashSet<string> _onTheirWay = new(StringComparer.Ordinal);

    public bool Has(string agentId) => _labelled.Contains(agentId);

    public void Apply(SessionEvent sessionEvent)
    {
        switch (sessionEvent)
        {
            case ToolCompleted { Untrusted: true, AgentId: { } agentId }:
                _labelled.Add(agentId);
                break;
            case MessageAdded { Untrusted: true, AgentId: { } agentId }:
                _labelled.Add(agentId);
                break;

            // Whose words are carried over is not looked into: some of them may come from an agent with the label.
            case AgentSwitched { CarryOver.Policy: not CarryOverPolicy.None } switched when _labelled.Count > 0:
                _onTheirWay.Add(switched.To);
                break;
            case TurnStarted { AgentId: { } agentId } when _onTheirWay.Remove(agentId):
                _labelled.Add(agentId);
                break;
        }
    }
}
