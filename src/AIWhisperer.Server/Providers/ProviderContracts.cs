using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Loops;
using AIWhisperer.Core.Providers;

namespace AIWhisperer.Server.Providers;

/// <summary>The model back ends.</summary>
/// <param name="Revision">Names the configuration in service.</param>
/// <param name="Default">The provider of agents that name none.</param>
/// <param name="Providers">By id.</param>
/// <param name="Problems">What the last reading of <c>providers.yaml</c> and <c>models.yaml</c> found wrong.</param>
public sealed record ProviderList(
    string Revision,
    string? Default,
    IReadOnlyList<ProviderResponse> Providers,
    IReadOnlyList<ConfigurationProblem> Problems);

/// <summary>A model back end, without its key.</summary>
public sealed record ProviderResponse
{
    /// <summary>The name agents use.</summary>
    public required string Id { get; init; }

    /// <summary>The protocol it speaks.</summary>
    public required string Kind { get; init; }

    /// <summary>The preset that it was made from.</summary>
    public string? Preset { get; init; }

    /// <summary>Where it listens.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>Whether it can be called.</summary>
    public required ProviderAvailability Availability { get; init; }

    /// <summary>Why not, with the remedy.</summary>
    public string? Reason { get; init; }

    /// <summary>Its key; absent when it takes none.</summary>
    public ProviderKey? Key { get; init; }

    /// <summary>Whether agents may name any model, or those in <see cref="Models"/> only.</summary>
    public required bool TakesAnyModel { get; init; }

    /// <summary>The models it is known to offer, with what is known of each.</summary>
    public required IReadOnlyList<ProviderModel> Models { get; init; }

    /// <summary>What is going on with its calls.</summary>
    public required ProviderCalls Calls { get; init; }
}

/// <summary>A provider's key. The key itself is never shown.</summary>
/// <param name="Variable">The environment variable that holds it.</param>
/// <param name="IsSet">Whether the variable has a value.</param>
public sealed record ProviderKey(string Variable, bool IsSet);

/// <summary>A model of a provider.</summary>
/// <param name="Name">What agents name.</param>
/// <param name="ContextWindow">The most tokens of a conversation and its answer together.</param>
/// <param name="MaxOutputTokens">The most tokens of one answer.</param>
/// <param name="Price">What its tokens cost, in US dollars for a million of them.</param>
/// <param name="Unsupported">Settings that it refuses; they are left out of its requests.</param>
public sealed record ProviderModel(
    string Name, int? ContextWindow, int? MaxOutputTokens, ModelPrice? Price, IReadOnlyList<string> Unsupported);

/// <summary>What is going on with a provider's calls, since the server started.</summary>
/// <param name="Running">Calls that run now.</param>
/// <param name="Waiting">Calls that wait for their turn.</param>
/// <param name="Circuit">Whether calls pass.</param>
/// <param name="OpenUntil">Until when none passes; absent unless the circuit is open.</param>
/// <param name="Total">Calls made, each attempt counted.</param>
/// <param name="Failed">How many of them failed.</param>
/// <param name="LastError">The last failure.</param>
public sealed record ProviderCalls(
    int Running, int Waiting, ProviderCircuit Circuit, DateTimeOffset? OpenUntil, long Total, long Failed, ProviderFailure? LastError);

/// <summary>The models that a provider lists.</summary>
/// <param name="Models">Their names, in the provider's order.</param>
public sealed record ProviderModels(IReadOnlyList<string> Models);

/// <summary>What to ask a provider.</summary>
/// <param name="Model">
/// The model; by default the first of its <c>models</c>, else the first that an agent uses there, else the first that it lists.
/// </param>
public sealed record TestProviderRequest(string? Model = null);

/// <summary>What a test request met.</summary>
/// <param name="ProviderId">The provider.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Model">The model that was asked.</param>
/// <param name="AnsweredBy">The model that answered, as the provider names it.</param>
/// <param name="FirstTokenMs">Time until something of the answer was visible.</param>
/// <param name="TotalMs">Time of the whole call.</param>
/// <param name="InputTokens">Tokens sent.</param>
/// <param name="OutputTokens">Tokens written.</param>
/// <param name="Error">Why it did not answer, with the remedy.</param>
public sealed record TestProviderResponse(
    string ProviderId,
    ProbeOutcome Outcome,
    string? Model,
    string? AnsweredBy,
    double? FirstTokenMs,
    double? TotalMs,
    long? InputTokens,
    long? OutputTokens,
    ProbeError? Error);
