using System.Collections.Immutable;
using AIWhisperer.Core.Configuration;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Providers;

/// <summary>
/// The model back ends in service, read from <c>providers.yaml</c> in the configuration directory, and a client for each. Thread-safe:
/// readers take <see cref="Current"/>, which is replaced whole. A bad edit keeps the last good definitions.
/// </summary>
public sealed class ProviderCatalog
{
    /// <summary>Reads the configuration for the first time.</summary>
    /// <param name="options">Where the configuration is.</param>
    /// <param name="kinds">The kinds of provider that <c>kind</c> may name.</param>
    /// <param name="environment">Gives the keys.</param>
    /// <param name="logger">Told of every reload that changes something or finds problems.</param>
    public ProviderCatalog(
        IOptions<ConfigurationOptions> options,
        IEnumerable<IProviderKind> kinds,
        EnvironmentReader environment,
        ILogger<ProviderCatalog> logger)
    {
        Current = new("", null, ImmutableSortedDictionary<string, ProviderDefinition>.Empty, []);
    }

    /// <summary>The state in service.</summary>
    public ProviderSnapshot Current { get; private set; }

    /// <summary>Reads the file again and puts what is good into service. Never throws for what the file holds.</summary>
    public ProviderSnapshot Reload() => throw new NotImplementedException();

    /// <summary>Whether the provider can be called; an unknown id is unavailable.</summary>
    public ProviderStatus Status(string providerId) => throw new NotImplementedException();

    /// <summary>
    /// The provider's client, shared by all callers, who must not dispose it. It is the same one while the definition is unchanged; after
    /// a change, calls under way end on the client they began with.
    /// </summary>
    /// <exception cref="ProviderException">The provider is unavailable; the message is the status's reason.</exception>
    public IChatClient GetClient(string providerId) => throw new NotImplementedException();
}
