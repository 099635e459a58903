using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Server.Limits;

/// <summary>How fast each principal may call, by request or over the hub: one bucket for both. Callers without a name share one.</summary>
internal sealed class CallRate : IAsyncDisposable
{
    public CallRate(IOptions<ServerOptions> options)
    {
        var bucket = new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Value.CallBurst,
            TokensPerPeriod = options.Value.CallsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        };
        Limiter = PartitionedRateLimiter.Create<string, string>(owner => RateLimitPartition.GetTokenBucketLimiter(owner, _ => bucket));
    }

    /// <summary>Takes the principal's name.</summary>
    public PartitionedRateLimiter<string> Limiter { get; }

    public ValueTask DisposeAsync() => Limiter.DisposeAsync();
}
