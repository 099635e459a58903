namespace AIWhisperer.Core.Providers.Resilience;

/// <summary>Counts the calls to one provider since the server started, over all its definitions. Thread-safe.</summary>
internal sealed class CallTally(TimeProvider clock)
{
    private long _calls;
    private long _failures;
    private int _running;
    private volatile ProviderFailure? _lastError;

    public void Begin()
    {
        Interlocked.Increment(ref _calls);
        Interlocked.Increment(ref _running);
    }

    /// <param name="fault">What the call ended in; null when it ended well.</param>
    public void End(Exception? fault)
    {
        Interlocked.Decrement(ref _running);
        if (fault is not (null or OperationCanceledException))
        {
            Interlocked.Increment(ref _failures);
            _lastError = fault is ProviderException failure
                ? new ProviderFailure(failure.Code, failure.Summary, clock.GetUtcNow())
                : new ProviderFailure(ErrorCodes.Internal, "The call broke off unexpectedly. The server's log has the details.", clock.GetUtcNow());
        }
    }

    public ProviderActivity Read(string providerId) => new(providerId)
    {
        RunningCalls = Volatile.Read(ref _running),
        LastError = _lastError,
        Calls = Interlocked.Read(ref _calls),
        Failures = Interlocked.Read(ref _failures),
    };
}
