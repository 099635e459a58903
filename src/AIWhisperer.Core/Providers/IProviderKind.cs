using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers;

/// <summary>
/// One wire protocol that model back ends speak. Register an implementation as a singleton to add a <c>kind</c> to
/// <c>providers.yaml</c>. Thread-safe.
/// </summary>
public interface IProviderKind
{
    /// <summary>The value of <c>kind</c> in <c>providers.yaml</c>.</summary>
    string Name { get; }

    /// <summary>Whether an entry of this kind must name a <c>base_url</c>.</summary>
    bool NeedsBaseUrl { get; }

    /// <summary>
    /// A client for the provider; the model is named in each call's <see cref="ChatOptions.ModelId"/>. The caller shares it between
    /// loops and never disposes it while a call runs. Calls throw <see cref="ProviderException"/> for every fault of the back end.
    /// </summary>
    IChatClient CreateClient(ProviderDefinition provider);
}
