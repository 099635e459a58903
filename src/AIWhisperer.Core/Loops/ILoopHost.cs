using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops.Approvals;
using AIWhisperer.Core.Loops.ClientTools;

namespace AIWhisperer.Core.Loops;

/// <summary>
/// What a loop needs of the session it runs in. Given to each loop at its making; thread-safe. The loop never waits for a client:
/// nothing here does.
/// </summary>
public interface ILoopHost
{
    /// <summary>The principal the session belongs to.</summary>
    string Owner { get; }

    /// <summary>The agent that messages go to now.</summary>
    string ActiveAgentId { get; }

    /// <summary>The session's live loops.</summary>
    IReadOnlyList<AILoopStatus> Loops { get; }

    /// <summary>The questions to people that calls of its loops wait for.</summary>
    ApprovalDesk Approvals { get; }

    /// <summary>The tools that the session's clients offer, and the calls that wait for them.</summary>
    ClientToolDesk ClientTools { get; }

    /// <summary>
    /// Takes events into the session's log, in order and in one step. Their order in the log is fixed when the call returns; the task
    /// completes with the sequence number of the first when they are durable and visible.
    /// </summary>
    /// <exception cref="UnavailableException">On the task: the store failed and none of the events was kept.</exception>
    Task<long> AppendAsync(params ReadOnlySpan<SessionEvent> events);

    /// <summary>Begins a message whose text is streamed to the session's clients while it grows.</summary>
    ILiveMessage BeginMessage(string turnId, string agentId, MessageChannel channel);

    /// <summary>The agent's history in this session as the store has it.</summary>
    Task<LoopHistory> LoadHistoryAsync(string agentId, CancellationToken cancellationToken);

    /// <summary>The session's questions to people and their answers as the store has them.</summary>
    Task<ApprovalLog> LoadApprovalsAsync(CancellationToken cancellationToken);

    /// <summary>Makes another agent the session's active one, on behalf of <paramref name="fromAgentId"/>.</summary>
    Task SwitchAgentAsync(string fromAgentId, string toAgentId, string? reason, CancellationToken cancellationToken);
}
