using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace AIWhisperer.Reliability;

/// <summary>Times that were measured, and their percentiles. Thread-safe.</summary>
internal sealed class Latencies
{
    private readonly ConcurrentBag<double> _milliseconds = [];

    public int Count => _milliseconds.Count;

    /// <param name="from">A <see cref="Stopwatch.GetTimestamp"/>.</param>
    public void AddSince(long from) => _milliseconds.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);

    /// <summary>Milliseconds; <paramref name="percent"/> of the times are no longer.</summary>
    public double Percentile(int percent)
    {
        var sorted = _milliseconds.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[Math.Max(0, (int)Math.Ceiling(sorted.Count * percent / 100.0) - 1)];
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"p50 {Percentile(50):0.0} ms, p95 {Percentile(95):0.0} ms, p99 {Percentile(99):0.0} ms, max {Percentile(100):0.0} ms");
}
