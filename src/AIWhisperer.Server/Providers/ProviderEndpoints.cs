using AIWhisperer.Core.Providers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AIWhisperer.Server.Providers;

internal static class ProviderEndpoints
{
    public static void MapProviders(this IEndpointRouteBuilder api) =>
        api.MapGet("/providers", List)
            .WithTags("Providers")
            .WithSummary("List the model providers")
            .WithDescription("Each with its models and, where it cannot be used, the reason and the remedy. Keys are never shown.");

    private static Ok<ProviderList> List(ProviderCatalog providers)
    {
        var current = providers.Current;
        var rows = current.Providers.Values.Select(provider => Describe(provider, providers.Status(provider.Id)));
        return TypedResults.Ok(new ProviderList(current.Revision, current.DefaultProviderId, [.. rows], current.Problems));
    }

    private static ProviderResponse Describe(ProviderDefinition provider, ProviderStatus status) => new(
        provider.Id,
        provider.Kind,
        WithoutCredentials(provider.BaseUrl),
        status.Availability,
        status.Reason,
        provider.Models);

    private static Uri? WithoutCredentials(Uri? address) => address is null
        ? null
        : new Uri(address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped));
}
