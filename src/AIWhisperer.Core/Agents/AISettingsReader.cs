using System.Collections.Immutable;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Events;

namespace AIWhisperer.Core.Agents;

/// <summary>Reads <c>ai_config</c> and checks its names against the known providers and models.</summary>
internal sealed class AISettingsReader(AgentReferences references)
{
    private const int LongestModel = 200;
    private const int MostFallbacks = 8;

    private readonly IReadOnlyCollection<string> _providers = references.Providers();

    public AISettings Read(MappingReader agent)
    {
        if (agent.Mapping("ai_config", AgentKeys.AIConfig) is not { } ai)
        {
            return new();
        }

        AISettings settings = new()
        {
            Model = ai.Text("model", LongestModel),
            Provider = ai.Text("provider", LongestModel),
            Temperature = ai.Number("temperature", 0, 1.5),
            MaxTokens = ai.Integer("max_tokens", 1, 32_768),
            TopP = ai.Number("top_p", 0, 1),
            FrequencyPenalty = ai.Number("frequency_penalty", -2, 2),
            PresencePenalty = ai.Number("presence_penalty", -2, 2),
            Stop = [.. ai.List("stop", mostItems: 4, longest: 100).Select(item => item.Value)],
            ReasoningEffort = ai.Choice("reasoning_effort", "none", "low", "medium", "high"),
            Timeout = ai.Seconds("timeout", 1, 3_600),
            Fallbacks = [.. ReadFallbacks(ai)],
            OnBrokenReply = ai.Choice("on_broken_reply", "restart", "continue") switch
            {
                "restart" => BrokenReplyPolicy.Restart,
                "continue" => BrokenReplyPolicy.Continue,
                _ => null,
            },
        };

        if (settings.Provider is null || CheckProvider(ai, "provider", settings.Provider, ai.Value("provider")!))
        {
            CheckModel(ai, "model", settings.Provider, settings.Model, ai.Value("model"));
        }

        return settings;
    }

    private IEnumerable<ModelReference> ReadFallbacks(MappingReader ai)
    {
        foreach (YamlScalar item in ai.List("fallbacks", MostFallbacks, LongestModel))
        {
            if (ModelReference.TryParse(item.Value) is not { } reference)
            {
                ai.Report("fallbacks", $"`{ShownText.Of(item.Value)}` is not `provider/model`.", "Write such as `offline/offline-full`.", item);
                continue;
            }

            if (CheckProvider(ai, "fallbacks", reference.Provider, item))
            {
                CheckModel(ai, "fallbacks", reference.Provider, reference.Model, item);
            }

            yield return reference;
        }
    }

    private bool CheckProvider(MappingReader ai, string key, string provider, YamlNode at)
    {
        if (_providers.Contains(provider))
        {
            return true;
        }

        ai.Report(
            key, $"There is no provider `{ShownText.Of(provider)}`.",
            NearestName.Remedy(provider, _providers, "Declare it in providers.yaml."), at);
        return false;
    }

    private void CheckModel(MappingReader ai, string key, string? provider, string? model, YamlNode? at)
    {
        if (model is null)
        {
            return;
        }

        IReadOnlyCollection<string> models = references.Models(provider);
        if (models.Count > 0 && !models.Contains(model))
        {
            ai.Report(
                key, $"`{ShownText.Of(model)}` is not among the models of {(provider is null ? "the default provider" : $"`{provider}`")}.",
                NearestName.Remedy(model, models, ""), at);
        }
    }
}
