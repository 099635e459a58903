using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Providers.Resilience;

/// <summary>The calls and tokens of the last minute, which slides. Not thread-safe.</summary>
internal sealed class RateWindow(CallLimits limits, TimeProvider clock)
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private readonly Queue<RateEntry> _entries = new();
    private readonly bool _counts = limits is not { RequestsPerMinute: null, TokensPerMinute: null };
    private int _calls;
    private long _tokens;

    /// <summary>Counts a call when the rates allow it. A call larger than a whole minute's tokens goes when nothing else is counted.</summary>
    public bool TryTake(long tokens, out RateEntry? entry)
    {
        entry = null;
        if (!_counts)
        {
            return true;
        }

        Forget();
        if (_calls >= limits.RequestsPerMinute || (_tokens > 0 && _tokens + tokens > limits.TokensPerMinute))
        {
            return false;
        }

        entry = Add(calls: 1, tokens);
        return true;
    }

    /// <summary>Puts what a call used in place of what was reserved for it. What is used beyond that counts from now.</summary>
    public void Settle(RateEntry entry, long tokens)
    {
        Forget();
        var more = tokens - entry.Told;
        entry.Told = tokens;
        if (more > 0)
        {
            Add(calls: 0, more);
        }
        else if (!entry.IsOver)
        {
            _tokens += more;
            entry.Tokens += more;
        }
    }

    /// <summary>The call was not made after all.</summary>
    public void Withdraw(RateEntry entry)
    {
        Settle(entry, 0);
        if (!entry.IsOver)
        {
            _calls -= entry.Calls;
            entry.Calls = 0;
        }
    }

    /// <summary>When the next thing is forgotten: in a millisecond at the soonest; null when nothing is counted.</summary>
    public TimeSpan? UntilNext()
    {
        Forget();
        if (!_entries.TryPeek(out var oldest))
        {
            return null;
        }

        var left = s_minute - clock.GetElapsedTime(oldest.At);
        return TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(left.TotalMilliseconds)));
    }

    private RateEntry Add(int calls, long tokens)
    {
        var entry = new RateEntry(clock.GetTimestamp(), calls, tokens);
        _entries.Enqueue(entry);
        _calls += calls;
        _tokens += tokens;
        return entry;
    }

    private void Forget()
    {
        while (_entries.TryPeek(out var oldest) && clock.GetElapsedTime(oldest.At) >= s_minute)
        {
            _entries.Dequeue();
            oldest.IsOver = true;
            _calls -= oldest.Calls;
            _tokens -= oldest.Tokens;
        }
    }
}
