using AIWhisperer.Core.Tools;

namespace AIWhisperer.TestHarness;

/// <summary>A session that remembers to whom tools switched it.</summary>
public sealed class FakeToolSession : IToolSession
{
    public string SessionId { get; init; } = "0123456789abcdef0123456789abcdef";

    public string Owner { get; init; } = "local";

    public string AgentId { get; init; } = "alice";

    public IReadOnlyList<InspectedLoop> Loops { get; init; } = [];

    /// <summary>Thrown by the next switch, when set.</summary>
    public Exception? Fault { get; set; }

    public (string AgentId, string? Reason)? Switched { get; private set; }

    public Task SwitchAgentAsync(string agentId, string? reason, CancellationToken cancellationToken)
    {
        if (Fault is not null)
        {
            return Task.FromException(Fault);
        }

        Switched = (agentId, reason);
        return Task.CompletedTask;
    }

    public IReadOnlyList<InspectedLoop> InspectLoops() => Loops;
}
