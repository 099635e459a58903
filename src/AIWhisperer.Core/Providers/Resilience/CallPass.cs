namespace AIWhisperer.Core.Providers.Resilience;

/// <summary>The right to make one call; given back by <see cref="Dispose"/>, once, however often that is called. Thread-safe.</summary>
internal sealed class CallPass : IDisposable
{
    private readonly RateEntry? _entry;
    private CallGate? _gate;

    /// <param name="gate">Where it is given back.</param>
    /// <param name="entry">What the call reserved, where rates are limited.</param>
    public CallPass(CallGate? gate, RateEntry? entry)
    {
        _gate = gate;
        _entry = entry;
    }

    /// <summary>A pass of a gate without limits.</summary>
    public static CallPass Unlimited { get; } = new(null, null);

    /// <summary>Says how many tokens the call used, in place of those reserved. Before the pass is given back.</summary>
    public void Settle(long tokens)
    {
        if (_entry is not null)
        {
            Volatile.Read(ref _gate)?.Settle(_entry, tokens);
        }
    }

    /// <summary>The call is not made: it counts against nothing. Before the pass is given back.</summary>
    public void Withdraw()
    {
        if (_entry is not null)
        {
            Volatile.Read(ref _gate)?.Withdraw(_entry);
        }
    }

    public void Dispose()
    {
        // The shared pass is written by nobody.
        if (_gate is not null)
        {
            Interlocked.Exchange(ref _gate, null)?.Leave();
        }
    }
}
