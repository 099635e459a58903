using AIWhisperer.Core;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Server.Authentication;

/// <summary>
/// Refuses what a foreign web page makes a browser send. CORS alone would not: it hides answers from the page, and WebSockets know no
/// CORS.
/// </summary>
internal sealed class OriginCheck(RequestDelegate next, IOptions<OriginOptions> options)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Headers.Origin is { Count: > 0 } origin && !IsAllowed(origin.ToString(), request))
        {
            throw new ForbiddenException(
                ErrorCodes.Forbidden,
                $"Web pages of this origin may not call the server. Add the origin to {OriginOptions.Section}:{nameof(OriginOptions.AllowedOrigins)}.")
            {
                Field = "Origin",
            };
        }

        return next(context);
    }

    private bool IsAllowed(string origin, HttpRequest request) =>
        options.Value.AllowedOrigins.Contains(origin, StringComparer.Ordinal)
        || string.Equals(origin, $"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase);
}
