using System.Collections.Immutable;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Providers;

/// <summary>All providers at one moment. Immutable.</summary>
/// <param name="Revision">
/// 12 hexadecimal digits over the definitions in service, with the presets and model facts that they use; keys take no part in it.
/// </param>
/// <param name="DefaultProviderId">The provider of agents that name none; null when there is no provider at all.</param>
/// <param name="Providers">The definitions in service, by id.</param>
/// <param name="Problems">What the last reading of <c>models.yaml</c> and <c>providers.yaml</c> found wrong, in file order.</param>
public sealed record ProviderSnapshot(
    string Revision,
    string? DefaultProviderId,
    ImmutableSortedDictionary<string, ProviderDefinition> Providers,
    ImmutableArray<ConfigurationProblem> Problems)
{
    /// <summary>Every provider that is declared, also those with errors, which are in no other list; sorted.</summary>
    public ImmutableSortedSet<string> DeclaredIds { get; init; } = [];

    /// <summary>The model-facts table in service: the built-in one with what <c>models.yaml</c> adds and overrides.</summary>
    internal ModelTable Table { get; init; } = BuiltInModels.Table;

    /// <summary>The models the provider is limited to; null asks for the default provider. Empty means that any name is passed on.</summary>
    public ImmutableArray<string> ModelsOf(string? providerId) =>
        (providerId ?? DefaultProviderId) is { } id && Providers.TryGetValue(id, out ProviderDefinition? provider) ? provider.Models : [];
}
