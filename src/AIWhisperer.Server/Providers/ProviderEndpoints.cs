using AIWhisperer.Core;
using AIWhisperer.Core.Loops;
using AIWhisperer.Core.Providers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AIWhisperer.Server.Providers;

internal static class ProviderEndpoints
{
    public static void MapProviders(this IEndpointRouteBuilder api)
    {
        var providers = api.MapGroup("/providers").WithTags("Providers");
        providers.MapGet("", List)
            .WithSummary("List the model providers")
            .WithDescription(
                "Each with its models and what is known of them, its calls and, where it cannot be used, the reason and the remedy. "
                + "Keys are never shown.");
        providers.MapGet("/{providerId}", Get)
            .WithSummary("Read a model provider")
            .ProducesProblems(404);
        providers.MapGet("/{providerId}/models", ListModelsAsync)
            .WithSummary("Ask a provider which models it has")
            .WithDescription("A call to the provider. 501 when it has no way to tell.")
            .ProducesProblems(404, 501);
        providers.MapPost("/{providerId}/test", TestAsync)
            .WithSummary("Try a provider")
            .WithDescription(
                "Sends a request for one token and says how it went: a provider that fails, or has no key, is a 200 with its `error`, too. "
                + "The body may be left out.")
            .ProducesProblems(400, 404, 413, 415);
    }

    private static Ok<ProviderList> List(ProviderCatalog providers)
    {
        var current = providers.Current;
        return TypedResults.Ok(new ProviderList(
            current.Revision,
            current.DefaultProviderId,
            [.. current.Providers.Values.Select(provider => Describe(provider, providers))],
            current.Problems));
    }

    private static Ok<ProviderResponse> Get(string providerId, ProviderCatalog providers) =>
        providers.Current.Providers.TryGetValue(providerId, out var provider)
            ? TypedResults.Ok(Describe(provider, providers))
            : throw new NotFoundException(ErrorCodes.ProviderNotFound, providers.Status(providerId).Reason!) { Field = "providerId" };

    private static async Task<Ok<ProviderModels>> ListModelsAsync(
        string providerId, ProviderProbe probe, CancellationToken cancellationToken) =>
        TypedResults.Ok(new ProviderModels(await probe.ListModelsAsync(providerId, cancellationToken)));

    private static async Task<Ok<TestProviderResponse>> TestAsync(
        string providerId, ProviderProbe probe, CancellationToken cancellationToken, TestProviderRequest? request = null)
    {
        var result = await probe.TestAsync(providerId, request?.Model, cancellationToken);
        return TypedResults.Ok(new TestProviderResponse(
            result.ProviderId,
            result.Outcome,
            result.Model,
            result.AnsweredBy,
            result.FirstTokenMs,
            result.TotalMs,
            result.InputTokens,
            result.OutputTokens,
            result.Error));
    }

    private static ProviderResponse Describe(ProviderDefinition provider, ProviderCatalog providers)
    {
        var status = providers.Status(provider.Id);
        var activity = providers.Activity(provider.Id);
        return new ProviderResponse
        {
            Id = provider.Id,
            Kind = provider.Kind,
            Preset = provider.Preset,
            BaseUrl = WithoutCredentials(provider.BaseUrl),
            Availability = status.Availability,
            Reason = status.Reason,
            Key = provider.ApiKeyVariable is { } variable ? new ProviderKey(variable, provider.ApiKey is not null) : null,
            TakesAnyModel = provider.Models.IsEmpty,
            Models = [.. provider.KnownModels.Select(model => Describe(model, provider.FactsOf(model)))],
            Calls = new ProviderCalls(
                activity.RunningCalls,
                activity.WaitingCalls,
                activity.Circuit,
                activity.OpenUntil,
                activity.Calls,
                activity.Failures,
                activity.LastError),
        };
    }

    private static ProviderModel Describe(string model, ModelFacts facts) =>
        new(model, facts.ContextWindow, facts.MaxOutputTokens, facts.Price, facts.Unsupported);

    private static Uri? WithoutCredentials(Uri? address) => address is null
        ? null
        : new Uri(address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped));
}
