namespace AIWhisperer.Core.Tools;

/// <summary>What a tool may do with the session it is called in. Given to each call; see <see cref="ToolCatalog.SessionKey"/>.</summary>
public interface IToolSession
{
    /// <summary>The agent that called the tool.</summary>
    string AgentId { get; }

    /// <summary>Makes another agent the session's active one; the next message goes to it.</summary>
    /// <param name="agentId">The agent, as the model named it.</param>
    /// <param name="reason">Why, for the log; may be null.</param>
    /// <param name="cancellationToken">The turn's token.</param>
    /// <exception cref="NotFoundException">There is no such agent.</exception>
    /// <exception cref="UnavailableException">The agent cannot answer now.</exception>
    Task SwitchAgentAsync(string agentId, string? reason, CancellationToken cancellationToken);
}
