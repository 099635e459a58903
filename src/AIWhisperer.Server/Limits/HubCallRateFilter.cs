using AIWhisperer.Core;
using Microsoft.AspNetCore.SignalR;

namespace AIWhisperer.Server.Limits;

/// <summary>Refuses hub calls that come too fast.</summary>
internal sealed class HubCallRateFilter(CallRate rate) : IHubFilter
{
    public ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext,
        Func<HubInvocationContext, ValueTask<object?>> next) =>
        rate.Take(invocationContext.Context.User!.OwnerName()) is { } refusal
            ? throw new LimitReachedException(ErrorCodes.RateLimited, refusal.Message, RateRefusal.RetryAfter)
            {
                IsOfWholeServer = refusal.IsOfWholeServer,
            }
            : next(invocationContext);
}
