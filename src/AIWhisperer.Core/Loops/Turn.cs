namespace AIWhisperer.Core.Loops;

/// <summary>A turn a loop holds, waiting or running: what it answers, its token, and its end.</summary>
internal sealed class Turn(TurnRequest request) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StopCause? _cause;

    public TurnRequest Request { get; } = request;

    /// <summary>Cancelled when the turn is to stop; see <see cref="Cause"/>.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Why it was stopped; null while it was not.</summary>
    public StopCause? Cause => Volatile.Read(ref _cause);

    /// <summary>Completes when the turn's ending is durable, or cannot be.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Asks the turn to stop; the first cause given is the one that counts.</summary>
    public async Task StopAsync(StopCause cause)
    {
        if (Interlocked.CompareExchange(ref _cause, cause, null) is not null)
        {
            return;
        }

        try
        {
            await _stop.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The turn ended by itself between the caller's look and its word.
        }
    }

    public void MarkEnded() => _ended.TrySetResult();

    public void Dispose() => _stop.Dispose();
}
