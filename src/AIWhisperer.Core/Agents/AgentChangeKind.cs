namespace AIWhisperer.Core.Agents;

/// <summary>What happened to an agent's definition in service.</summary>
public enum AgentChangeKind
{
    /// <summary>It came into service.</summary>
    Added,

    /// <summary>It was replaced by another revision.</summary>
    Changed,

    /// <summary>It went out of service.</summary>
    Removed,
}
