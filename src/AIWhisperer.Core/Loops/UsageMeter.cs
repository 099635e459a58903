using AIWhisperer.Core.Events;
using AIWhisperer.Core.Providers;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Loops;

/// <summary>Adds up what a turn's calls took, by model, and what it costs. Thread-safe.</summary>
internal sealed class UsageMeter(ProviderCatalog providers)
{
    private readonly Lock _gate = new();
    private readonly List<ModelUsage> _models = [];

    /// <summary>All calls so far.</summary>
    public TurnUsage Total
    {
        get
        {
            lock (_gate)
            {
                return _models.Count == 0 ? TurnUsage.None : new TurnUsage(
                    _models.Sum(model => model.InputTokens),
                    _models.Sum(model => model.OutputTokens),
                    _models.Sum(model => model.CachedInputTokens),
                    _models.Sum(model => model.ReasoningTokens))
                {
                    Estimated = _models.Exists(model => model.Estimated),
                    CostUsd = _models.TrueForAll(model => model.CostUsd is not null) ? _models.Sum(model => model.CostUsd) : null,
                    Models = [.. _models],
                };
            }
        }
    }

    /// <summary>Begins with what the turn took before the server was stopped.</summary>
    public void Restore(TurnUsage before)
    {
        lock (_gate)
        {
            _models.AddRange(before.Models ?? []);
        }
    }

    /// <summary>Counts a call, as the provider does where it does so credibly.</summary>
    /// <param name="call">The call, ended in whatever way.</param>
    /// <param name="isWhole">Whether its answer came to its end. Of a call that was given up before anything came, nothing is counted.</param>
    /// <param name="attempts">How often the provider was called for it.</param>
    /// <param name="conversation">What was sent.</param>
    /// <param name="options">What was sent with it.</param>
    public void Add(
        MeteredCall call, bool isWhole, int attempts, IReadOnlyList<ChatMessage> conversation, ChatOptions? options)
    {
        if (attempts == 0)
        {
            return;
        }

        var facts = providers.FactsOf(call.Model.Provider, call.Model.Model);
        var usage = !isWhole && call.Usage is null && !call.HasVisible
            ? new ModelUsage(call.Model.Provider, call.Model.Model, attempts, 0, 0, 0, 0)
            : Count(call, attempts, facts, conversation, options);
        lock (_gate)
        {
            var known = _models.FindIndex(model => (model.Provider, model.Model) == (usage.Provider, usage.Model));
            var sum = known < 0 ? usage : Sum(_models[known], usage);
            sum = sum with { CostUsd = Cost(sum, facts.Price) };
            if (known < 0)
            {
                _models.Add(sum);
            }
            else
            {
                _models[known] = sum;
            }
        }
    }

    private static ModelUsage Count(
        MeteredCall call, int attempts, ModelFacts facts, IReadOnlyList<ChatMessage> conversation, ChatOptions? options)
    {
        var input = CredibleUsage.Input(call.Usage, facts);
        var output = CredibleUsage.Output(call.Usage, call.HasVisible, facts, options);
        return new ModelUsage(
            call.Model.Provider,
            call.Model.Model,
            attempts,
            input ?? TokenEstimate.Of(conversation, options),
            output ?? TokenEstimate.OfBytes(call.OutputBytes),
            CredibleUsage.Part(call.Usage?.CachedInputTokenCount, input),
            CredibleUsage.Part(call.Usage?.ReasoningTokenCount, output))
        {
            Estimated = input is null || output is null,
        };
    }

    private static ModelUsage Sum(ModelUsage one, ModelUsage other) => one with
    {
        Calls = one.Calls + other.Calls,
        InputTokens = one.InputTokens + other.InputTokens,
        OutputTokens = one.OutputTokens + other.OutputTokens,
        CachedInputTokens = one.CachedInputTokens + other.CachedInputTokens,
        ReasoningTokens = one.ReasoningTokens + other.ReasoningTokens,
        Estimated = one.Estimated || other.Estimated,
    };

    /// <summary>Null when there is something to pay for and no price.</summary>
    private static decimal? Cost(ModelUsage usage, ModelPrice? price) => price is null
        ? usage is { InputTokens: 0, OutputTokens: 0 } ? 0 : null
        : (((usage.InputTokens - usage.CachedInputTokens) * price.Input)
            + (usage.CachedInputTokens * price.CachedInput)
            + (usage.OutputTokens * price.Output)) / 1_000_000;
}
