using System.Security.Claims;
using AIWhisperer.Core.Loops.ClientTools;
using AIWhisperer.Core.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AIWhisperer.Server.Sessions;

internal static class TurnEndpoints
{
    public static void MapTurns(this IEndpointRouteBuilder api)
    {
        var turns = api.MapGroup("/sessions/{sessionId}/turns").WithTags("Turns").ProducesProblems(507);
        turns.MapPost("", SendAsync)
            .WithSummary("Send a message")
            .WithDescription("""
                Waits until the agent has answered and returns the turn, whichever way it ended: read `status`. With the header
                `Prefer: respond-async` it returns the receipt at once (202); with `Accept: text/event-stream` the turn's events as they
                happen; a stream that is cut goes on at `GET …/events` with its last `id`. A client that goes away stops waiting, and
                `onDisconnect` says whether it stops the turn too. With the header `Idempotency-Key` (or `clientMessageId` in the body)
                the same message sent again gives the same turn, in whichever of these forms, and the answer has the header
                `Idempotency-Replayed: true`. `channels` says what is shown of the turn, such as `final,analysis`; the default is
                `final,commentary`.
                """)
            .ProducesProblems(400, 404, 409, 413, 415);
        turns.MapGet("/{turnId}", GetAsync)
            .WithSummary("Read a turn")
            .WithDescription("`channels` says what is shown of it, such as `final,analysis`; the default is `final,commentary`.")
            .ProducesProblems(400, 404);
        turns.MapPost("/{turnId}/cancel", CancelAsync)
            .WithSummary("Cancel a turn")
            .WithDescription("Stops it for real and keeps what was written. A turn that has ended already is returned as it ended.")
            .ProducesProblems(404);
        turns.MapPost("/{turnId}/tool-results/{callId}", ProvideToolResultAsync)
            .WithSummary("Answer a call of your tool")
            .WithDescription("""
                Gives the `result` of a call that `tool.clientCalled` told of, or the `error`. Of several answers the first counts; the others,
                and those that come too late, are a 409.
                """)
            .ProducesProblems(400, 404, 409, 413, 415);
    }

    private static async Task<Results<Ok<TurnView>, Accepted<TurnReceipt>, EventStreamResult>> SendAsync(
        string sessionId,
        NewMessage message,
        HttpRequest request,
        HttpResponse response,
        ClaimsPrincipal caller,
        SessionDirectory sessions,
        CancellationToken cancellationToken,
        string? channels = null)
    {
        var seen = ChannelQuery.Read(channels);
        var session = await sessions.GetAsync(caller.OwnerName(), sessionId, cancellationToken);
        var isStreamed = EventStreamResult.IsAskedFor(request);
        if (isStreamed || !PrefersReceipt(request))
        {
            response.RegisterForDispose(session.Follow());
        }

        var receipt = await session.SendAsync(IdempotencyKey.Name(request, message), cancellationToken);
        IdempotencyKey.Tell(response, receipt);
        if (isStreamed)
        {
            return new EventStreamResult(sessionId, ending => session.AttachTurnAsync(receipt.TurnId, seen, ending));
        }

        if (PrefersReceipt(request))
        {
            response.Headers["Preference-Applied"] = "respond-async";
            return TypedResults.Accepted($"/api/sessions/{sessionId}/turns/{receipt.TurnId}", receipt);
        }

        return TypedResults.Ok(await session.WaitForTurnAsync(receipt.TurnId, seen, cancellationToken));
    }

    private static async Task<Ok<TurnView>> GetAsync(
        string sessionId,
        string turnId,
        ClaimsPrincipal caller,
        SessionDirectory sessions,
        CancellationToken cancellationToken,
        string? channels = null)
    {
        var seen = ChannelQuery.Read(channels);
        var session = await sessions.GetAsync(caller.OwnerName(), sessionId, cancellationToken);
        return TypedResults.Ok(await session.GetTurnAsync(turnId, seen, cancellationToken));
    }

    private static async Task<Ok<TurnView>> CancelAsync(
        string sessionId,
        string turnId,
        ClaimsPrincipal caller,
        SessionDirectory sessions,
        CancellationToken cancellationToken)
    {
        var session = await sessions.GetAsync(caller.OwnerName(), sessionId, cancellationToken);
        return TypedResults.Ok(await session.CancelAsync(turnId, cancellationToken));
    }

    private static async Task<NoContent> ProvideToolResultAsync(
        string sessionId,
        string turnId,
        string callId,
        ClientToolResult answer,
        ClaimsPrincipal caller,
        SessionDirectory sessions,
        CancellationToken cancellationToken)
    {
        var session = await sessions.GetAsync(caller.OwnerName(), sessionId, cancellationToken);
        await session.ProvideToolResultAsync(turnId, callId, answer, cancellationToken);
        return TypedResults.NoContent();
    }

    private static bool PrefersReceipt(HttpRequest request) => request.Headers["Prefer"]
        .SelectMany(value => value?.Split([',', ';'], StringSplitOptions.TrimEntries) ?? [])
        .Contains("respond-async", StringComparer.OrdinalIgnoreCase);
}
