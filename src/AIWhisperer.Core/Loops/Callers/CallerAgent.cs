using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Loops.Callers;

/// <summary>
/// A client that calls an agent's tools itself. To loops and logs it is an agent of its own, <c>caller:alice</c>, with the grants and rules of
/// Alice and without a model: what she would be asked, it is. No agent of the configuration can have such an id.
/// </summary>
internal static class CallerAgent
{
    private const string Prefix = "caller:";

    /// <summary>What stands in the log in place of a model.</summary>
    private static readonly ModelReference s_nobody = new("caller", "none");

    /// <summary>The caller with the grants of an agent.</summary>
    public static string IdFor(string agentId) => $"{Prefix}{agentId}";

    /// <summary>Whether it is a caller and no agent.</summary>
    public static bool Is(string? agentId) => agentId?.StartsWith(Prefix, StringComparison.Ordinal) == true;

    /// <summary>Whose grants a caller has.</summary>
    public static string AgentOf(string callerId) => callerId[Prefix.Length..];

    /// <summary>The server's own tools only: what an agent is granted of other servers and of clients is not passed on.</summary>
    public static ToolSelection GrantsOf(AgentDefinition agent) => agent.Tools with { OwnOnly = true, ClientTools = false };

    /// <summary>What a caller's turns run with: the call, and the word that it is over.</summary>
    public static AILoopConfig Of(AILoopConfig config) => config with
    {
        Agent = config.Agent with { Id = IdFor(config.Agent.Id), Tools = GrantsOf(config.Agent), Limits = CallLimits.None },
        Models = [s_nobody],
        OnBusy = BusyPolicy.Enqueue,
        MaxIterations = 2,
        RequireExplicitSignal = false,
    };
}
