namespace AIWhisperer.Mcp;

/// <summary>
/// How often a server that fails is tried again: after 1 second, 2, 4 and 8, and after 5 failures in 5 minutes not before the first of
/// those is 5 minutes old. Not thread-safe.
/// </summary>
internal sealed class RestartBudget(TimeProvider clock)
{
    private const int Most = 5;

    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(5);

    private readonly Queue<long> _failures = new();

    /// <summary>Notes that the server failed now.</summary>
    public void Fail()
    {
        Forget();
        _failures.Enqueue(clock.GetTimestamp());
    }

    /// <summary>How long it must be left alone from now on; null when it may be tried.</summary>
    public TimeSpan? Wait()
    {
        Forget();
        if (_failures.Count == 0)
        {
            return null;
        }

        var wait = _failures.Count >= Most
            ? s_window - clock.GetElapsedTime(_failures.Peek())
            : TimeSpan.FromSeconds(1 << (_failures.Count - 1)) - clock.GetElapsedTime(_failures.Last());
        return wait > TimeSpan.Zero ? wait : null;
    }

    private void Forget()
    {
        while (_failures.TryPeek(out var oldest) && clock.GetElapsedTime(oldest) >= s_window)
        {
            _failures.Dequeue();
        }
    }
}
