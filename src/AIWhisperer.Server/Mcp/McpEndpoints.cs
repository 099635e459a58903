using System.Security.Claims;
using System.Threading.Channels;
using AIWhisperer.Core;
using AIWhisperer.Mcp.Serving;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace AIWhisperer.Server.Mcp;

/// <summary>
/// The Model Context Protocol over streamable HTTP: a client posts messages and is answered by event streams. What is wrong with a request
/// is told as everywhere in the API; what is wrong with a message, as the protocol has it.
/// </summary>
internal static class McpEndpoints
{
    private const string SessionId = "Mcp-Session-Id";
    private const string ProtocolVersion = "MCP-Protocol-Version";

    public static void MapMcp(this IEndpointRouteBuilder app)
    {
        var mcp = app.MapGroup("/mcp").ExcludeFromDescription();
        mcp.MapPost("", PostAsync);
        mcp.MapGet("", ListenAsync);
        mcp.MapDelete("", EndAsync);
    }

    private static async Task PostAsync(HttpContext context, ClaimsPrincipal caller, ServedClients clients)
    {
        var (request, response) = (context.Request, context.Response);
        if (!request.HasJsonContentType())
        {
            response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        Check(request);
        var message = await ServedMessage.ReadAsync(request.Body, context.RequestAborted);
        var id = request.Headers[SessionId].ToString();
        using var visit = id.Length == 0 && message.IsInitialize
            ? clients.Open(caller.OwnerName())
            : clients.Visit(caller.OwnerName(), Required(id));
        response.Headers[SessionId] = visit.Client.Id;
        try
        {
            await using var watch = Watch(context);
            await using var stream = Begin(context, watch);
            if (!await visit.Client.PostAsync(message, stream, context.RequestAborted))
            {
                response.ContentType = null;
                response.StatusCode = StatusCodes.Status202Accepted;
            }
        }
        catch (Exception exception) when (IsEndOfSession(exception, context))
        {
            if (!response.HasStarted)
            {
                response.ContentType = null;
                response.StatusCode = StatusCodes.Status404NotFound;
            }
        }
    }

    private static async Task ListenAsync(HttpContext context, ClaimsPrincipal caller, ServedClients clients)
    {
        Check(context.Request);
        using var visit = clients.Visit(caller.OwnerName(), Required(context.Request.Headers[SessionId].ToString()));
        await using var watch = Watch(context);
        await using var stream = Begin(context, watch);
        await stream.FlushAsync(context.RequestAborted);
        await foreach (var json in visit.Client.ListenAsync(context.RequestAborted))
        {
            await stream.WriteAsync("event: message\ndata: "u8.ToArray(), context.RequestAborted);
            await stream.WriteAsync(json, context.RequestAborted);
            await stream.WriteAsync("\n\n"u8.ToArray(), context.RequestAborted);
            await stream.FlushAsync(context.RequestAborted);
        }
    }

    private static async Task<IResult> EndAsync(HttpRequest request, ClaimsPrincipal caller, ServedClients clients)
    {
        ServedProtocol.Check(request.Headers[ProtocolVersion].ToString());
        await clients.EndAsync(caller.OwnerName(), Required(request.Headers[SessionId].ToString()));
        return TypedResults.NoContent();
    }

    private static void Check(HttpRequest request)
    {
        ServedProtocol.Check(request.Headers[ProtocolVersion].ToString());
        if (!EventStreamResult.IsAskedFor(request))
        {
            throw new InvalidInputException(
                ErrorCodes.InvalidRequest, "Accept", "The answer is an event stream. Send 'Accept: application/json, text/event-stream'.");
        }
    }

    private static string Required(string id) => id.Length > 0 ? id : throw new InvalidInputException(
        ErrorCodes.InvalidRequest, SessionId, $"The header {SessionId} is missing. Send 'initialize' first, then the id that its answer has.");

    private static SendWatch Watch(HttpContext context) =>
        context.RequestServices.GetRequiredService<SlowClients>().Watch(context.Abort);

    private static BeatingStream Begin(HttpContext context, SendWatch watch)
    {
        var response = context.Response;
        response.ContentType = EventStreamResult.ContentType;
        response.Headers[HeaderNames.CacheControl] = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        var services = context.RequestServices;
        return new BeatingStream(
            response.Body,
            services.GetRequiredService<IOptions<ServerOptions>>().Value.StreamHeartbeat,
            services.GetRequiredService<TimeProvider>(),
            watch);
    }

    /// <summary>The session was ended, by another request or with the server, while this one was under way.</summary>
    private static bool IsEndOfSession(Exception exception, HttpContext context) =>
        exception is OperationCanceledException or ChannelClosedException or ObjectDisposedException
        && !context.RequestAborted.IsCancellationRequested;
}
