using System.Collections.Immutable;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Providers;

/// <summary>What one reading found in <c>providers.yaml</c>.</summary>
/// <param name="IsReadable">False when the file as a whole could not be read: nothing is known of any provider then.</param>
/// <param name="DefaultProviderId">The provider named as default; null when none is or the name is wrong.</param>
/// <param name="Providers">The providers in the order of the file.</param>
/// <param name="Problems">Everything that is wrong, in file order.</param>
internal sealed record ProviderFileReading(
    bool IsReadable,
    string? DefaultProviderId,
    ImmutableArray<ProviderReading> Providers,
    ImmutableArray<ConfigurationProblem> Problems);
