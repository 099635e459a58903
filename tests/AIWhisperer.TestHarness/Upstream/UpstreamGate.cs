namespace AIWhisperer.TestHarness.Upstream;

/// <summary>A point in a scripted reply where the upstream waits for the test. Thread-safe; stays open once opened.</summary>
public sealed class UpstreamGate
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a reply has sent everything before the gate.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Lets every reply that waits here, now or later, go on.</summary>
    public void Open() => _opened.TrySetResult();

    internal Task PassAsync(CancellationToken cancellationToken)
    {
        _reached.TrySetResult();
        return _opened.Task.WaitAsync(cancellationToken);
    }
}
