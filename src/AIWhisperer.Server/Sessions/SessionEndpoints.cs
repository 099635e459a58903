using System.Security.Claims;
using AIWhisperer.Core.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AIWhisperer.Server.Sessions;

internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder api)
    {
        var sessions = api.MapGroup("/sessions").WithTags("Sessions").ProducesProblems(507);
        sessions.MapPost("", CreateAsync)
            .WithSummary("Start a session")
            .WithDescription("Without a body the session starts with the default agent and no title.")
            .ProducesProblems(400, 404, 413, 415);
        sessions.MapGet("", ListAsync)
            .WithSummary("List your sessions")
            .WithDescription("""
                Newest change first. `search` gives those only whose title holds that text, whatever the case of its letters. Give
                `nextCursor` as `cursor`, with the same `search`, for the next page; `limit` is 1 to 200.
                """)
            .ProducesProblems(400);
        sessions.MapGet("/{sessionId}", GetAsync)
            .WithSummary("Read a session")
            .ProducesProblems(404);
        sessions.MapPatch("/{sessionId}", RenameAsync)
            .WithSummary("Rename a session")
            .ProducesProblems(400, 404, 409, 413, 415);
        sessions.MapDelete("/{sessionId}", DeleteAsync)
            .WithSummary("Delete a session")
            .WithDescription("Stops its turns, ends its streams and removes its log for good.")
            .ProducesProblems(404);
        sessions.MapPut("/{sessionId}/agent", SwitchAgentAsync)
            .WithSummary("Switch to another agent")
            .WithDescription("""
                The agent answers from here on, with its own model and its own history in this session. `carryOver` says what it is given
                of what the others said: `full`, `none`, or `last` with `last` messages.
                """)
            .ProducesProblems(400, 404, 409, 413, 415);
    }

    private static async Task<Created<SessionRecord>> CreateAsync(
        NewSession? request,
        ClaimsPrincipal caller,
        SessionDirectory sessions,
        CancellationToken cancellationToken)
    {
        var session = await sessions.CreateAsync(caller.OwnerName(), request ?? new NewSession(), cancellationToken);
        return TypedResults.Created($"/api/sessions/{session.Record.Id}", session.Record);
    }

    private static async Task<Ok<SessionPage>> ListAsync(
        ClaimsPrincipal caller,
        SessionDirectory sessions,
        CancellationToken cancellationToken,
        string? search = null,
        string? cursor = null,
        int limit = 50) =>
        TypedResults.Ok(await sessions.ListAsync(caller.OwnerName(), search, cursor, limit, cancellationToken));

    private static async Task<Ok<SessionRecord>> GetAsync(
        string sessionId,
        ClaimsPrincipal caller,
        SessionDirectory sessions,
        CancellationToken cancellationToken) =>
        TypedResults.Ok((await sessions.GetAsync(caller.OwnerName(), sessionId, cancellationToken)).Record);

    private static async Task<Ok<SessionRecord>> RenameAsync(
        string sessionId,
        RenameSessionRequest request,
        ClaimsPrincipal caller,
        SessionDirectory sessions,
        CancellationToken cancellationToken)
    {
        var session = await sessions.GetAsync(caller.OwnerName(), sessionId, cancellationToken);
        await session.RenameAsync(request.Title, cancellationToken);
        return TypedResults.Ok(session.Record);
    }

    private static async Task<NoContent> DeleteAsync(
        string sessionId,
        ClaimsPrincipal caller,
        SessionDirectory sessions,
        CancellationToken cancellationToken)
    {
        await sessions.DeleteAsync(caller.OwnerName(), sessionId, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<SessionRecord>> SwitchAgentAsync(
        string sessionId,
        SwitchAgentRequest request,
        ClaimsPrincipal caller,
        SessionDirectory sessions,
        CancellationToken cancellationToken)
    {
        var session = await sessions.GetAsync(caller.OwnerName(), sessionId, cancellationToken);
        await session.SwitchAgentAsync(request.AgentId, request.CarryOver, cancellationToken);
        return TypedResults.Ok(session.Record);
    }
}
