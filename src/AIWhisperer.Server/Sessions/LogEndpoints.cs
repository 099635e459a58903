using System.Security.Claims;
using AIWhisperer.Core.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AIWhisperer.Server.Sessions;

/// <summary>What was said and what happened in a session, as pages and as a stream.</summary>
internal static class LogEndpoints
{
    private const string LastEventId = "Last-Event-ID";

    public static void MapLog(this IEndpointRouteBuilder api)
    {
        var log = api.MapGroup("/sessions/{sessionId}").WithTags("Log").ProducesProblems(507);
        log.MapGet("/messages", ReadMessagesAsync)
            .WithSummary("Read the history")
            .WithDescription("""
                Whole messages, oldest first. Give `nextAfter` as `after` for the next page; `limit` is 1 to 200. `channels` says which
                of the agents' messages are shown, such as `final,analysis`; the default is `final,commentary`.
                """)
            .ProducesProblems(400, 404);
        log.MapGet("/events", ReadEventsAsync)
            .WithSummary("Read or follow the events")
            .WithDescription("""
                A page of stored events; `limit` is 1 to 1,000. With `Accept: text/event-stream` a stream instead: what was missed after
                `after`, then live until the session closes. The header `Last-Event-ID` wins over `after`, so that a browser's EventSource
                resumes by itself. `channels` says what of the agents' talk is shown, such as `final,analysis`; the default is
                `final,commentary`.
                """)
            .ProducesProblems(400, 404, 409);
    }

    private static async Task<Ok<MessagePage>> ReadMessagesAsync(
        string sessionId,
        ClaimsPrincipal caller,
        SessionDirectory sessions,
        CancellationToken cancellationToken,
        long after = 0,
        int limit = 50,
        string? channels = null)
    {
        var seen = ChannelQuery.Read(channels);
        var session = await sessions.GetAsync(caller.OwnerName(), sessionId, cancellationToken);
        return TypedResults.Ok(await session.ReadMessagesAsync(after, limit, seen, cancellationToken));
    }

    private static async Task<Results<Ok<EventPage>, EventStreamResult>> ReadEventsAsync(
        string sessionId,
        HttpRequest request,
        HttpResponse response,
        ClaimsPrincipal caller,
        SessionDirectory sessions,
        CancellationToken cancellationToken,
        long after = 0,
        int limit = 200,
        string? channels = null)
    {
        var seen = ChannelQuery.Read(channels);
        var session = await sessions.GetAsync(caller.OwnerName(), sessionId, cancellationToken);
        if (EventStreamResult.IsAskedFor(request))
        {
            var id = request.Headers[LastEventId].ToString();
            var last = id.Length == 0 ? after : EventStreamId.Parse(id, session.Id, session.LastSeq, LastEventId);
            response.RegisterForDispose(session.Follow());
            return new EventStreamResult(session.Id, ending => session.AttachAsync(last, seen, ending));
        }

        var events = await session.ReadEventsAsync(after, limit, seen, cancellationToken);
        return TypedResults.Ok(new EventPage(events, events.Count == limit ? events[^1].Seq : null));
    }
}
