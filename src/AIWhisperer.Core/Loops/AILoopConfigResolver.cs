using System.Collections.Immutable;
using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Providers;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Loops;

/// <summary>Fills an agent's gaps with the server's defaults. Thread-safe.</summary>
internal sealed class AILoopConfigResolver(ProviderCatalog providers, IOptions<AILoopDefaults> defaults)
{
    public AILoopConfig Resolve(AgentDefinition agent)
    {
        var fallback = defaults.Value;
        var used = ImmutableArray.CreateBuilder<string>();
        var ai = agent.AI;
        var provider = Or(ai.Provider, providers.Current.DefaultProviderId ?? "", "ai_config.provider");
        var model = Or(ai.Model, fallback.Model, "ai_config.model");
        var config = new AILoopConfig
        {
            Agent = agent,
            Models = [new ModelReference(provider, model), .. ai.Fallbacks],
            Temperature = OrValue(ai.Temperature, fallback.Temperature, "ai_config.temperature"),
            MaxTokens = OrValue(ai.MaxTokens, fallback.MaxTokens, "ai_config.max_tokens"),
            Timeout = ai.Timeout,
            OnBrokenReply = OrValue(ai.OnBrokenReply, BrokenReplyPolicy.Restart, "ai_config.on_broken_reply"),
            OnBusy = OrValue(agent.OnBusy, BusyPolicy.Enqueue, "on_busy"),
            OnDisconnect = OrValue(agent.OnDisconnect, DisconnectPolicy.Continue, "on_disconnect"),
            CarryOver = Or(agent.CarryOver, new CarryOverSetting(CarryOverPolicy.Full), "carry_over"),
            MaxIterations = OrValue(agent.Continuation.MaxIterations, fallback.MaxIterations, "continuation.max_iterations"),
            TurnTimeout = OrValue(agent.Continuation.Timeout, fallback.TurnTimeout, "continuation.timeout"),
            RequireExplicitSignal = OrValue(agent.Continuation.RequireExplicitSignal, false, "continuation.require_explicit_signal"),
            Defaults = [],
        };
        used.Sort(StringComparer.Ordinal);
        return config with { Defaults = used.ToImmutable() };

        T Or<T>(T? value, T otherwise, string key)
            where T : class
        {
            if (value is null)
            {
                used.Add(key);
            }

            return value ?? otherwise;
        }

        T OrValue<T>(T? value, T otherwise, string key)
            where T : struct
        {
            if (value is null)
            {
                used.Add(key);
            }

            return value ?? otherwise;
        }
    }
}
