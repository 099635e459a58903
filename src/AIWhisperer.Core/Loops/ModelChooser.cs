using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Providers;

namespace AIWhisperer.Core.Loops;

/// <summary>Picks the first of an agent's models whose provider can be called. Thread-safe.</summary>
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

    /// <exception cref="UnavailableException">None of the agent's models can be used.</exception>
    public ChosenModel Choose(AILoopConfig config)
    {
        var (model, reason) = Preview(config);
        if (model is null)
        {
            throw new UnavailableException(ErrorCodes.AgentUnavailable, $"Agent '{config.Agent.Id}' has no model that can be used. {reason}");
        }

        var passedOver = model == config.Models[0] ? null : config.Models[0];
        return new ChosenModel(model, providers.GetClient(model.Provider), passedOver, reason);
    }
}
