namespace AIWhisperer.Core.Agents;

/// <summary>How an agent stands after the last reading of the configuration.</summary>
public enum AgentState
{
    /// <summary>The file's own definition is in service; settings with a problem are left unset.</summary>
    Valid,

    /// <summary>The file has errors: the last good definition stays in service.</summary>
    Stale,

    /// <summary>The file has errors and there is no earlier definition: the agent cannot be used.</summary>
    Invalid,
}
