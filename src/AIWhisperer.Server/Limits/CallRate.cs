using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Server.Limits;

/// <summary>
/// How fast each principal, and all together, may call, by request or over the hub: one bucket for both. Callers without a name share one.
/// Thread-safe.
/// </summary>
internal sealed class CallRate : IDisposable
{
    private readonly PartitionedRateLimiter<string> _principals;
    private readonly TokenBucketRateLimiter _all;

    public CallRate(IOptions<ServerOptions> options)
    {
        var settings = options.Value;
        var bucket = Bucket(settings.CallsPerSecond, settings.CallBurst);
        _principals = PartitionedRateLimiter.Create<string, string>(owner => RateLimitPartition.GetTokenBucketLimiter(owner, _ => bucket));
        _all = new TokenBucketRateLimiter(Bucket(settings.CallsPerSecondInAll, settings.CallBurstInAll));
    }

    /// <summary>Counts a call and says why it is refused, or null when it is not.</summary>
    public RateRefusal? Take(string owner)
    {
        // A principal that is too fast takes nothing from the others.
        using var own = _principals.AttemptAcquire(owner);
        if (!own.IsAcquired)
        {
            return RateRefusal.OfPrincipal;
        }

        using var common = _all.AttemptAcquire();
        return common.IsAcquired ? null : RateRefusal.OfServer;
    }

    public void Dispose()
    {
        _principals.Dispose();
        _all.Dispose();
    }

    private static TokenBucketRateLimiterOptions Bucket(int perSecond, int burst) => new()
    {
        TokenLimit = burst,
        TokensPerPeriod = perSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
    };
}
