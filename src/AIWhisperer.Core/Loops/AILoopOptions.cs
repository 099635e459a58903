using System.ComponentModel.DataAnnotations;

namespace AIWhisperer.Core.Loops;

/// <summary>Limits of loops; section <c>AIWhisperer:Loops</c>.</summary>
public sealed class AILoopOptions
{
    /// <summary>The most live loops in all; beyond it the longest idle one is released. 1 to 1,000,000, default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxLoops { get; set; } = 10_000;

    /// <summary>The most live loops of one session; those of a client's own calls of tools are not counted. 1 to 1,000, default 32.</summary>
    [Range(1, 1_000)]
    public int MaxLoopsPerSession { get; set; } = 32;

    /// <summary>The most turns that wait for one loop. 0 to 1,000, default 10.</summary>
    [Range(0, 1_000)]
    public int MaxQueuedTurns { get; set; } = 10;

    /// <summary>How long a loop may be idle before it is released; its history stays in the store. Default 30 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "7.00:00:00")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long running turns may go on when the server stops, before they end as interrupted. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan ShutdownGrace { get; set; } = TimeSpan.FromSeconds(10);
}
