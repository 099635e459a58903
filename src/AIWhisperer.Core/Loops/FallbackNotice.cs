using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Providers;

namespace AIWhisperer.Core.Loops;

/// <summary>A model failed and another one of the chain takes over.</summary>
/// <param name="from">The model that failed.</param>
/// <param name="to">The model that takes over.</param>
/// <param name="cause">Why.</param>
/// <param name="partial">What becomes of the part of the answer that came; null when nothing did.</param>
internal sealed class FallbackNotice(ModelReference from, ModelReference to, ProviderException cause, BrokenReplyPolicy? partial) : ProviderNotice
{
    public ModelReference From => from;

    public ModelReference To => to;

    public ProviderException Cause => cause;

    public BrokenReplyPolicy? Partial => partial;
}
