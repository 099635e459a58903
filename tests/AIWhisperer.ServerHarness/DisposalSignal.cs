namespace AIWhisperer.ServerHarness;

/// <summary>Made before a server's other services, so disposed after them: then its files are free.</summary>
internal sealed class DisposalSignal : IDisposable
{
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Disposed => _disposed.Task;

    public void Dispose() => _disposed.TrySetResult();
}
