using System.Globalization;
using System.Security.Claims;
using AIWhisperer.Core;
using AIWhisperer.Core.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AIWhisperer.Server.Sessions;

/// <summary>What was said and what happened in a session, as pages and as a stream.</summary>
internal static class LogEndpoints
{
    private const string LastEventId = "Last-Event-ID";

    public static void MapLog(this IEndpointRouteBuilder api)
    {
        var log = api.MapGroup("/sessions/{sessionId}").WithTags("Log");
        log.MapGet("/messages", ReadMessagesAsync)
            .WithSummary("Read the history")
            .WithDescription("Whole messages, oldest first. Give `nextAfter` as `after` for the next page; `limit` is 1 to 200.")
            .ProducesProblems(400, 404, 503);
        log.MapGet("/events", ReadEventsAsync)
            .WithSummary("Read or follow the events")
            .WithDescription("""
                A page of stored events; `limit` is 1 to 1,000. With `Accept: text/event-stream` a stream instead: what was missed after
                `after`, then live until the session closes. The header `Last-Event-ID` wins over `after`, so that a browser's EventSource
                resumes by itself.
                """)
            .ProducesProblems(400, 404, 503);
    }

    private static async Task<Ok<MessagePage>> ReadMessagesAsync(
        string sessionId,
        ClaimsPrincipal caller,
        SessionDirectory sessions,
        CancellationToken cancellationToken,
        long after = 0,
        int limit = 50)
    {
        var session = await sessions.GetAsync(caller.OwnerName(), sessionId, cancellationToken);
        return TypedResults.Ok(await session.ReadMessagesAsync(after, limit, cancellationToken));
    }

    private static async Task<Results<Ok<EventPage>, EventStreamResult>> ReadEventsAsync(
        string sessionId,
        HttpRequest request,
        ClaimsPrincipal caller,
        SessionDirectory sessions,
        CancellationToken cancellationToken,
        long after = 0,
        int limit = 200)
    {
        var session = await sessions.GetAsync(caller.OwnerName(), sessionId, cancellationToken);
        if (EventStreamResult.IsAskedFor(request))
        {
            var seen = ReadLastEventId(request) ?? after;
            return new EventStreamResult(ending => session.AttachAsync(seen, ending));
        }

        if (after > session.LastSeq)
        {
            throw new InvalidInputException(
                ErrorCodes.InvalidCursor,
                nameof(after),
                $"'after' is {after}, but the session's events so far end at {session.LastSeq}. Give the seq of the last event that was seen, or 0.");
        }

        var events = await session.ReadEventsAsync(after, limit, cancellationToken);
        return TypedResults.Ok(new EventPage(events, events.Count == limit ? events[^1].Seq : null));
    }

    private static long? ReadLastEventId(HttpRequest request)
    {
        var header = request.Headers[LastEventId].ToString();
        if (header.Length == 0)
        {
            return null;
        }

        return long.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            ? seq
            : throw new InvalidInputException(
                ErrorCodes.InvalidCursor,
                LastEventId,
                $"The header {LastEventId} is not a sequence number. Send the id of the last event you have, or leave it out.");
    }
}
