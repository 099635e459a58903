namespace AIWhisperer.Core.Loops;

/// <summary>Whether an agent can answer now.</summary>
public enum AgentAvailability
{
    /// <summary>Its first choice of model answers.</summary>
    Available,

    /// <summary>A fallback answers, or a bad edit keeps an earlier revision in service.</summary>
    Degraded,

    /// <summary>None of its models can be used.</summary>
    Unavailable,

    /// <summary>Its configuration has errors and no earlier revision is in service.</summary>
    Invalid,
}
