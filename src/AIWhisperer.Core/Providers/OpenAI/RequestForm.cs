using System.Collections.Frozen;

namespace AIWhisperer.Core.Providers.OpenAI;

/// <summary>Which settings the request for one model may hold, and under which names.</summary>
internal sealed class RequestForm(WireDialect wire, ModelFacts facts)
{
    private readonly FrozenSet<string> _unsupported = wire.Unsupported.Concat(facts.Unsupported).ToFrozenSet(StringComparer.Ordinal);

    public string TokenLimitField { get; } = wire.TokenLimitField ?? facts.TokenLimitField ?? "max_tokens";

    public string SeedField => wire.SeedField;

    public string EffortField => wire.EffortField;

    /// <summary>Whether the setting, one of <see cref="WireSettings"/>, may be sent.</summary>
    public bool Takes(string setting) => !_unsupported.Contains(setting);
}
