using Microsoft.Extensions.Hosting;

namespace AIWhisperer.ServerHarness;

/// <summary>The first of a server's hosted services to be made, so disposed after what the others need: then its files are free.</summary>
internal sealed class DisposalSignal : IHostedService, IDisposable
{
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Disposed => _disposed.Task;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _disposed.TrySetResult();
}
