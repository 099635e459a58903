using AIWhisperer.Core;
using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AIWhisperer.Server.Health;

internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").WithTags("Health").AllowAnonymous();
        health.MapGet("/live", Live)
            .WithSummary("Whether the process answers");
        health.MapGet("/ready", ReadyAsync)
            .WithSummary("Whether the server can do its work: its store gives and takes data, there is an agent, and it is not stopping")
            .Produces<HealthResponse>()
            .Produces<HealthResponse>(StatusCodes.Status503ServiceUnavailable);
    }

    private static Ok<HealthResponse> Live() => TypedResults.Ok(new HealthResponse("live", []));

    private static async Task<JsonHttpResult<HealthResponse>> ReadyAsync(
        ISessionStore store,
        AgentCatalog agents,
        IHostApplicationLifetime lifetime,
        CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        try
        {
            await store.CheckAsync(cancellationToken);
        }
        catch (UnavailableException exception)
        {
            problems.Add($"{exception.Code}: {exception.Message}");
        }

        if (agents.Current.Agents.Values.All(agent => agent.Definition is null))
        {
            problems.Add("No agent is in service. Run the command 'validate' on the configuration.");
        }

        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            problems.Add("The server is stopping.");
        }

        return problems.Count == 0
            ? TypedResults.Json(new HealthResponse("ready", []))
            : TypedResults.Json(new HealthResponse("notReady", problems), statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
