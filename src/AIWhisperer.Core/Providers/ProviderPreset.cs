namespace AIWhisperer.Core.Providers;

/// <summary>One entry below <c>presets</c> in the model-facts table: what a provider is when it says no more than its preset. Immutable.</summary>
/// <param name="Id">The value of <c>preset</c> in <c>providers.yaml</c>.</param>
/// <param name="Kind">The kind.</param>
/// <param name="BaseUrl">Where it listens; null when only the user can tell.</param>
/// <param name="ApiKeyVariable">The environment variable that holds the key; null when it takes none.</param>
/// <param name="Wire">How it differs from the shared wire.</param>
internal sealed record ProviderPreset(string Id, string Kind, Uri? BaseUrl, string? ApiKeyVariable, WireDialect Wire);
