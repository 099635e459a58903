using System.Diagnostics.CodeAnalysis;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Providers.Resilience;

/// <summary>
/// Lets as many calls pass as <see cref="CallLimits"/> allow. The others wait: callers are served in rotation, each caller's calls first
/// come, first served, so that many calls of one do not keep out a few of another. Thread-safe; without limits it costs next to nothing.
/// </summary>
/// <param name="owner">Whose limits they are, such as <c>Provider 'openai'</c>; begins a message.</param>
/// <param name="limits">What may pass.</param>
/// <param name="clock">Drives waits and rates.</param>
[SuppressMessage("Reliability", "CA2000", Justification = "A pass is its caller's to dispose.")]
internal sealed class CallGate(string owner, CallLimits limits, TimeProvider clock)
{
    // Every waiting call of a busy agent tells its place in an event: more often would be many events for little news.
    private static readonly TimeSpan s_betweenNews = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly WaitingCalls _waiting = new();
    private readonly RateWindow _rates = new(limits, clock);
    private readonly bool _isLimited = limits is not { MaxConcurrentCalls: null, RequestsPerMinute: null, TokensPerMinute: null };
    private int _running;
    private bool _tellsPlaces;
    private bool _awaitsRates;

    /// <summary>Whether there are no limits at all.</summary>
    public bool IsOpen => !_isLimited;

    /// <summary>How many calls wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Waits until the call may be made. The pass is the caller's to dispose.</summary>
    /// <param name="caller">Whose call it is; calls without a caller share one turn in the rotation.</param>
    /// <param name="tokens">What the call will use, as far as is known; reserved until <see cref="CallPass.Settle"/>.</param>
    /// <param name="onPlace">
    /// Told the call's place, from 1, when it has to wait, and later when the place has changed, at most every 2 seconds. Must not block.
    /// </param>
    /// <param name="cancellationToken">Leaves the queue at once.</param>
    /// <exception cref="ProviderException">Too many calls wait, or it has waited too long (<see cref="ErrorCodes.ProviderBusy"/>).</exception>
    public ValueTask<CallPass> EnterAsync(string? caller, long tokens, Action<int> onPlace, CancellationToken cancellationToken)
    {
        if (!_isLimited)
        {
            return new(CallPass.Unlimited);
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<CallPass>(cancellationToken);
        }

        var call = new WaitingCall(caller ?? "", tokens, onPlace);
        lock (_lock)
        {
            if (_waiting.Count == 0 && TryAdmit_NeedsLock(tokens) is { } pass)
            {
                return new(pass);
            }

            if (_waiting.Count >= limits.MaxWaitingCalls)
            {
                return ValueTask.FromException<CallPass>(Busy(
                    $"has {limits.MaxWaitingCalls} calls waiting for their turn, which is the most (limits.max_waiting_calls)"));
            }

            call.ToldPlace = _waiting.Add(call);
            Watch_NeedsLock();
        }

        call.Tell(call.ToldPlace);
        return new(WaitAsync(call, cancellationToken));
    }

    internal void Settle(RateEntry entry, long tokens)
    {
        lock (_lock)
        {
            _rates.Settle(entry, tokens);
            AdmitWaiting_NeedsLock();
        }
    }

    internal void Withdraw(RateEntry entry)
    {
        lock (_lock)
        {
            _rates.Withdraw(entry);
            AdmitWaiting_NeedsLock();
        }
    }

    internal void Leave()
    {
        lock (_lock)
        {
            _running--;
            AdmitWaiting_NeedsLock();
        }
    }

    private async Task<CallPass> WaitAsync(WaitingCall call, CancellationToken cancellationToken)
    {
        try
        {
            return await call.Admitted.WaitAsync(limits.LongestWait, clock, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            if (Withdraw(call))
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw Busy($"had no room for this call within {limits.LongestWait.TotalSeconds:0.#} s (limits.longest_wait)");
            }

            // It was admitted meanwhile.
            var pass = await call.Admitted;
            if (cancellationToken.IsCancellationRequested)
            {
                pass.Dispose();
                throw;
            }

            return pass;
        }
    }

    private bool Withdraw(WaitingCall call)
    {
        lock (_lock)
        {
            if (!_waiting.Remove(call))
            {
                return false;
            }

            // The next in line may need less.
            AdmitWaiting_NeedsLock();
            return true;
        }
    }

    private CallPass? TryAdmit_NeedsLock(long tokens)
    {
        if (_running >= limits.MaxConcurrentCalls || !_rates.TryTake(tokens, out var entry))
        {
            return null;
        }

        _running++;
        return new CallPass(this, entry);
    }

    private void AdmitWaiting_NeedsLock()
    {
        while (_waiting.First is { } first && TryAdmit_NeedsLock(first.Tokens) is { } pass)
        {
            _waiting.RemoveFirst();
            first.Admit(pass);
        }

        Watch_NeedsLock();
    }

    /// <summary>Sees to it that those who wait hear of their place, and of the moment at which the rates have room again.</summary>
    private void Watch_NeedsLock()
    {
        if (_waiting.Count == 0)
        {
            return;
        }

        if (!_tellsPlaces)
        {
            _tellsPlaces = true;
            _ = TellPlacesAsync();
        }

        if (!_awaitsRates && _rates.UntilNext() is { } wait)
        {
            _awaitsRates = true;
            _ = AwaitRatesAsync(wait);
        }
    }

    private async Task AwaitRatesAsync(TimeSpan wait)
    {
        await Task.Delay(wait, clock);
        lock (_lock)
        {
            _awaitsRates = false;
            AdmitWaiting_NeedsLock();
        }
    }

    private async Task TellPlacesAsync()
    {
        while (true)
        {
            await Task.Delay(s_betweenNews, clock);
            List<WaitingCall> moved;
            lock (_lock)
            {
                if (_waiting.Count == 0)
                {
                    _tellsPlaces = false;
                    return;
                }

                moved = TakeMoved_NeedsLock();
            }

            foreach (var call in moved)
            {
                call.Tell(call.ToldPlace);
            }
        }
    }

    private List<WaitingCall> TakeMoved_NeedsLock()
    {
        var moved = new List<WaitingCall>();
        var place = 0;
        foreach (var call in _waiting.InOrder())
        {
            if (call.ToldPlace != ++place)
            {
                call.ToldPlace = place;
                moved.Add(call);
            }
        }

        return moved;
    }

    private ProviderException Busy(string what) =>
        new(ErrorCodes.ProviderBusy, $"{owner} {what}. Try again later, or raise its limits.") { Retryable = true };
}
