using AIWhisperer.Core;
using Microsoft.AspNetCore.SignalR;

namespace AIWhisperer.Server.Limits;

/// <summary>Refuses hub calls that come too fast.</summary>
internal sealed class HubCallRateFilter(CallRate rate) : IHubFilter
{
    public ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext,
        Func<HubInvocationContext, ValueTask<object?>> next)
    {
        using var lease = rate.Limiter.AttemptAcquire(invocationContext.Context.User!.OwnerName());
        return lease.IsAcquired
            ? next(invocationContext)
            : throw new LimitReachedException(ErrorCodes.RateLimited, RateRefusal.Message, RateRefusal.RetryAfter);
    }
}
