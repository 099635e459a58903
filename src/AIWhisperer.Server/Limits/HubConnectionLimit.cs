using AIWhisperer.Core;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Server.Limits;

/// <summary>Refuses WebSockets beyond Kestrel's limit. Kestrel itself would fail in the middle of the upgrade, with an error and a stack.</summary>
internal sealed class HubConnectionLimit(RequestDelegate next, IOptions<KestrelServerOptions> kestrel)
{
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(5);

    private readonly long _most = kestrel.Value.Limits.MaxConcurrentUpgradedConnections ?? long.MaxValue;
    private long _open;

    public Task InvokeAsync(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } ? CountAsync(context) : next(context);

    private async Task CountAsync(HttpContext context)
    {
        try
        {
            if (Interlocked.Increment(ref _open) > _most)
            {
                throw new LimitReachedException(
                    ErrorCodes.ConnectionLimit,
                    $"The server has {_most} hub connections, the most it can ({ServerOptions.Section}:{nameof(ServerOptions.MaxConnections)}).",
                    s_retryAfter)
                {
                    IsOfWholeServer = true,
                };
            }

            await next(context);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
