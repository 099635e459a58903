using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Loops.Callers;

namespace AIWhisperer.Core.Loops;

/// <summary>Says of each agent how a loop would run it now: which settings, which model, and why not. Thread-safe.</summary>
public sealed class AgentDirectory
{
    private readonly AgentCatalog _agents;
    private readonly AILoopConfigResolver _resolver;
    private readonly ModelChooser _models;

    internal AgentDirectory(AgentCatalog agents, AILoopConfigResolver resolver, ModelChooser models)
    {
        _agents = agents;
        _resolver = resolver;
        _models = models;
    }

    /// <summary>All agents, by id.</summary>
    public IReadOnlyList<AgentOverview> List() => [.. _agents.Current.Agents.Values.Select(Describe)];

    /// <summary>One agent.</summary>
    /// <exception cref="NotFoundException">There is no such agent; the message names those there are.</exception>
    public AgentOverview Get(string agentId) => Describe(Find(agentId));

    /// <summary>The settings to run the agent with.</summary>
    /// <exception cref="NotFoundException">There is no such agent; the message names those there are.</exception>
    /// <exception cref="UnavailableException">The agent is invalid, or has no model that can be used.</exception>
    internal AILoopConfig GetUsable(string agentId)
    {
        var overview = Get(agentId);
        return overview switch
        {
            { Config: null } => throw Invalid(overview),
            { ActiveModel: null } => throw new UnavailableException(
                ErrorCodes.AgentUnavailable, $"Agent '{agentId}' has no model that can be used. {overview.Reason}"),
            _ => overview.Config,
        };
    }

    /// <summary>The settings to run a client's own calls of the agent's tools with.</summary>
    /// <exception cref="NotFoundException">There is no such agent; the message names those there are.</exception>
    /// <exception cref="UnavailableException">The agent is invalid.</exception>
    internal AILoopConfig GetCaller(string agentId) => CallerAgent.Of(_resolver.Resolve(Find(agentId).Definition ?? throw Invalid(Get(agentId))));

    private AgentEntry Find(string agentId)
    {
        var known = _agents.Current.Agents;
        return known.GetValueOrDefault(agentId) ?? throw new NotFoundException(
            ErrorCodes.AgentNotFound,
            $"There is no agent '{ShownText.Of(agentId)}'. {(known.IsEmpty ? "No agent is configured." : $"Known agents: {string.Join(", ", known.Keys)}.")}")
        {
            Field = "agentId",
        };
    }

    private AgentOverview Describe(AgentEntry entry)
    {
        if (entry.Definition is null)
        {
            return new AgentOverview(entry, AgentAvailability.Invalid, FirstProblem(entry), null, null);
        }

        var config = _resolver.Resolve(entry.Definition);
        var (model, reason) = _models.Preview(config);
        if (model is null)
        {
            return new AgentOverview(entry, AgentAvailability.Unavailable, reason, config, null);
        }

        if (model != config.Models[0])
        {
            return new AgentOverview(entry, AgentAvailability.Degraded, $"{model} answers instead of {config.Models[0]}. {reason}", config, model);
        }

        return entry.Problems.IsEmpty
            ? new AgentOverview(entry, AgentAvailability.Available, null, config, model)
            : new AgentOverview(entry, AgentAvailability.Degraded, FirstProblem(entry), config, model);
    }

    private static UnavailableException Invalid(AgentOverview overview) => new(
        ErrorCodes.AgentInvalid, $"Agent '{overview.Entry.Id}' cannot be used: its configuration has errors. {overview.Reason}");

    private static string? FirstProblem(AgentEntry entry) =>
        entry.Problems is [var problem, ..] ? problem.ToString() : null;
}
