namespace AIWhisperer.Core.Tools;

/// <summary>What a tool may know of the session it is called in, and do with it. Given to each call; see <see cref="ToolCallContext"/>.</summary>
public interface IToolSession
{
    /// <summary>The session.</summary>
    string SessionId { get; }

    /// <summary>The principal the session belongs to.</summary>
    string Owner { get; }

    /// <summary>The agent that called the tool.</summary>
    string AgentId { get; }

    /// <summary>Makes another agent the session's active one; the next message goes to it.</summary>
    /// <param name="agentId">The agent, as the model named it.</param>
    /// <param name="reason">Why, for the log; may be null.</param>
    /// <param name="cancellationToken">The turn's token.</param>
    /// <exception cref="NotFoundException">There is no such agent.</exception>
    /// <exception cref="UnavailableException">The agent cannot answer now.</exception>
    Task SwitchAgentAsync(string agentId, string? reason, CancellationToken cancellationToken);

    /// <summary>The session's live loops, by agent.</summary>
    IReadOnlyList<InspectedLoop> InspectLoops();
}
