using System.Reflection;
using AIWhisperer.Core.Events;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace AIWhisperer.Server;

/// <summary>
/// Events as Server-Sent Events: <c>id</c> is an <see cref="EventStreamId"/>, <c>event</c> the type, <c>data</c> the JSON as stored. Ends when the
/// events end (a session's do when it closes, and when a stopping server has ended its turns) or the client leaves.
/// </summary>
/// <param name="sessionId">The session whose events they are.</param>
/// <param name="open">Starts the events; given a token that is cancelled when the stream ends.</param>
internal sealed class EventStreamResult(string sessionId, Func<CancellationToken, IAsyncEnumerable<LoggedEvent>> open)
    : IResult, IEndpointMetadataProvider
{
    public const string ContentType = "text/event-stream";

    /// <summary>Whether the client names the content type, other than to refuse it (<c>q=0</c>); <c>*/*</c> does not count.</summary>
    public static bool IsAskedFor(HttpRequest request) => request.GetTypedHeaders().Accept.Any(accepted =>
        accepted.MediaType.Equals(ContentType, StringComparison.OrdinalIgnoreCase) && accepted.Quality is null or > 0);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new AnswersEventStream());

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted);
        using var heartbeat = new PeriodicTimer(
            services.GetRequiredService<IOptions<ServerOptions>>().Value.StreamHeartbeat,
            services.GetRequiredService<TimeProvider>());

        await using var watch = services.GetRequiredService<SlowClients>().Watch(httpContext.Abort);

        httpContext.Response.ContentType = ContentType;
        httpContext.Response.Headers[HeaderNames.CacheControl] = "no-store";
        httpContext.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await new EventStreamWriter(httpContext.Response.BodyWriter, heartbeat, watch, EventStreamId.SuffixOf(sessionId)).WriteAsync(open, ending);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The client can attach again where it was: nothing is lost with the stream.
        }
    }
}
