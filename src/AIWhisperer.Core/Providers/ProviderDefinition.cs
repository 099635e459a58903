using System.Collections.Immutable;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Providers;

/// <summary>One entry of <c>providers.yaml</c>. Immutable, replaced whole on reload.</summary>
public sealed record ProviderDefinition
{
    /// <summary>The name agents use, such as <c>openai</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Which <see cref="IProviderKind"/> talks to it.</summary>
    public required string Kind { get; init; }

    /// <summary>The preset that it was made from; null without one.</summary>
    public string? Preset { get; init; }

    /// <summary>Where it listens, up to but without <c>chat/completions</c>; null for kinds that need none.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>The environment variable that holds the key; null when the provider takes none.</summary>
    public string? ApiKeyVariable { get; init; }

    /// <summary>The key, when the variable is set.</summary>
    public Secret? ApiKey { get; init; }

    /// <summary>The models it is known to offer, in the order of the file; empty means any name is passed on.</summary>
    public ImmutableArray<string> Models { get; init; } = [];

    /// <summary>For the kind <c>openai</c>: how it differs from the shared wire.</summary>
    public WireDialect Wire { get; init; } = WireDialect.Shared;

    /// <summary>For the <c>offline</c> kind: words a second; zero means without pause.</summary>
    public double WordsPerSecond { get; init; } = 20;

    /// <summary>How calls to it are tried again, timed and stopped.</summary>
    public ResilienceSettings Resilience { get; init; } = new();

    /// <summary>How many calls it may have.</summary>
    public CallLimits Limits { get; init; } = CallLimits.None;

    /// <summary>What is known of its models.</summary>
    internal ModelFactsList Facts { get; init; } = ModelFactsList.Empty;

    /// <summary>The models to name to people: those it is limited to; without a limit, those of which something is known.</summary>
    public ImmutableArray<string> KnownModels => Models.IsEmpty
        ? [.. Facts.OwnEntries.Select(entry => entry.Name).Where(name => !name.Contains('*', StringComparison.Ordinal)).Distinct()]
        : Models;

    /// <summary>What is known of the model; <see cref="ModelFacts.Unknown"/> when it is not listed.</summary>
    public ModelFacts FactsOf(string? model) => Facts.Of(model);
}
