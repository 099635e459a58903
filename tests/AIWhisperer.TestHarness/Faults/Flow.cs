namespace AIWhisperer.TestHarness.Faults;

/// <summary>Lets bytes pass, or holds them until it is released. Thread-safe.</summary>
internal sealed class Flow
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _opens;

    /// <summary>Completes when it is held for the first time.</summary>
    public Task Held => _held.Task;

    public void Hold()
    {
        lock (_gate)
        {
            _opens ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _held.TrySetResult();
        }
    }

    public void Release()
    {
        lock (_gate)
        {
            _opens?.SetResult();
            _opens = null;
        }
    }

    public Task PassAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _opens?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask;
        }
    }
}
