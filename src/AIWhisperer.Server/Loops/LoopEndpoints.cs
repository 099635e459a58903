using System.Security.Claims;
using AIWhisperer.Core.Loops;
using AIWhisperer.Core.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AIWhisperer.Server.Loops;

internal static class LoopEndpoints
{
    public static void MapLoops(this IEndpointRouteBuilder api)
    {
        var loops = api.MapGroup("/loops").WithTags("Loops");
        loops.MapGet("", List)
            .WithSummary("List the live loops of your sessions");
        loops.MapDelete("/{sessionId}/{agentId}", ReleaseAsync)
            .WithSummary("Release a loop")
            .WithDescription("Cancels its turns. Its history stays: the next message to the agent makes a new loop from it.")
            .ProducesProblems(404, 507);
    }

    private static Ok<LoopList> List(ClaimsPrincipal caller, SessionDirectory sessions) =>
        TypedResults.Ok(new LoopList(sessions.ListLoops(caller.OwnerName())));

    private static async Task<NoContent> ReleaseAsync(
        string sessionId,
        string agentId,
        ClaimsPrincipal caller,
        SessionDirectory sessions,
        CancellationToken cancellationToken)
    {
        await sessions.ReleaseLoopAsync(caller.OwnerName(), new LoopKey(sessionId, agentId), cancellationToken);
        return TypedResults.NoContent();
    }
}
