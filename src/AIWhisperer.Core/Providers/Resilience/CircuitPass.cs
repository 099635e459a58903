using Polly;

namespace AIWhisperer.Core.Providers.Resilience;

/// <summary>One call's passage through a circuit: open until its verdict is told. Belongs to one call.</summary>
internal sealed class CircuitPass(Circuit circuit)
{
    private readonly TaskCompletionSource<bool> _isSound = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<Outcome<bool>> _execution = Task.FromResult(Outcome.FromResult(true));
    private bool _isSettled;

    /// <summary>Whether the circuit let it pass.</summary>
    public bool IsAdmitted { get; private set; }

    /// <summary>Whether it is the one call that finds out if the provider works again.</summary>
    public bool IsProbe { get; private set; }

    public Task<bool> AdmitAsync(bool isProbe)
    {
        IsAdmitted = true;
        IsProbe = isProbe;
        return _isSound.Task;
    }

    public void Begin(Task<Outcome<bool>> execution) => _execution = execution;

    /// <summary>
    /// Tells the circuit how the call went; the first verdict counts. When this completes, the circuit has drawn its conclusions. A call
    /// that was given up counts neither way: its passage stays open and goes with the last reference to it. So does one that began before
    /// the circuit opened: only the probe tells whether it may close. A probe that was given up is a failure, as the circuit would wait for its
    /// verdict.
    /// </summary>
    public async ValueTask SettleAsync(CallVerdict verdict)
    {
        if (_isSettled || (!IsProbe && (verdict == CallVerdict.Unknown || circuit.State != ProviderCircuit.Closed)))
        {
            return;
        }

        _isSettled = true;
        _isSound.SetResult(verdict == CallVerdict.Sound);
        await _execution;
    }
}
