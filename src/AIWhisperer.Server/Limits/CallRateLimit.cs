using Microsoft.AspNetCore.RateLimiting;

namespace AIWhisperer.Server.Limits;

/// <summary>Refuses requests that come too fast, at the least cost: without an exception. The status pages tell the refusal.</summary>
internal sealed class CallRateLimit(RequestDelegate next, CallRate rate)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<DisableRateLimitingAttribute>() is not null
            || rate.Take(context.User.Identity?.Name ?? "") is not { } refusal)
        {
            return next(context);
        }

        context.Features.Set(refusal);
        context.Response.StatusCode =
            refusal.IsOfWholeServer ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status429TooManyRequests;
        return Task.CompletedTask;
    }
}
