namespace AIWhisperer.Core.Loops;

/// <summary>Says of each agent how a loop would run it now: which settings, which model, and why not. Thread-safe.</summary>
public sealed class AgentDirectory
{
    /// <summary>All agents, by id.</summary>
    public IReadOnlyList<AgentOverview> List() => throw new NotImplementedException();

    /// <summary>One agent.</summary>
    /// <exception cref="NotFoundException">There is no such agent; the message names those there are.</exception>
    public AgentOverview Get(string agentId) => throw new NotImplementedException();
}
