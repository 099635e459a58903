using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Loops.Callers;
using AIWhisperer.Core.Providers;

namespace AIWhisperer.Core.Loops;

/// <summary>Finds out which of an agent's models can be called, and makes the chain of them that a turn calls. Thread-safe.</summary>
internal sealed class ModelChooser(ProviderCatalog providers)
{
    /// <summary>Which model would answer now, and why the first choice would not; <c>Model</c> is null when none can.</summary>
    public (ModelReference? Model, string? Reason) Preview(AILoopConfig config)
    {
        var reasons = new List<string>();
        foreach (var model in config.Models)
        {
            var status = providers.Status(model.Provider);
            if (status.IsAvailable)
            {
                return (model, Joined());
            }

            reasons.Add(status.Reason ?? $"{model.Provider} is unavailable.");
        }

        return (null, Joined());

        // Several models of one provider lack the same key.
        string? Joined() => reasons.Count == 0 ? null : string.Join(' ', reasons.Distinct());
    }

    /// <summary>The models of a turn, from the first that can be called.</summary>
    /// <param name="key">The loop whose turn it is.</param>
    /// <param name="config">Names the models.</param>
    /// <param name="meter">Is told what each call took.</param>
    /// <exception cref="UnavailableException">None of the agent's models can be used.</exception>
    public IModelChain Begin(LoopKey key, AILoopConfig config, UsageMeter meter)
    {
        if (CallerAgent.Is(key.AgentId))
        {
            return new CallerScript(config.Models[0]);
        }

        var (model, reason) = Preview(config);
        if (model is null)
        {
            throw new UnavailableException(ErrorCodes.AgentUnavailable, $"Agent '{config.Agent.Id}' has no model that can be used. {reason}");
        }

        return new ModelChain(key, config, config.Models.IndexOf(model), reason, providers, meter);
    }
}
