using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Sessions;

/// <summary>
/// Removes the names of messages whose time is over from the store, a batch at a time, so that no append waits behind many. Thread-safe.
/// </summary>
internal sealed partial class AcceptedMessageSweep(
    ISessionStore store, IOptions<SessionOptions> options, TimeProvider clock, ILogger<AcceptedMessageSweep> logger)
{
    private const int Batch = 500;

    private int _isUnderWay;

    /// <summary>Begins to remove what is over now; does nothing while the sweep before goes on.</summary>
    public void Begin()
    {
        if (Interlocked.Exchange(ref _isUnderWay, 1) == 0)
        {
            _ = RunAsync();
        }
    }

    private async Task RunAsync()
    {
        try
        {
            var through = clock.GetUtcNow() - options.Value.IdempotencyWindow;
            while (await store.ForgetAcceptedAsync(through, Batch, CancellationToken.None) == Batch)
            {
                // The store writes what waits beside this in between.
            }
        }
        catch (UnavailableException exception)
        {
            // Nothing depends on it: what is over is not honoured, and the next sweep removes it.
            LogNotSwept(exception);
        }
        finally
        {
            Volatile.Write(ref _isUnderWay, 0);
        }
    }

    [LoggerMessage(LogLevel.Debug, "The ids of messages that are over could not be removed; the next sweep does it")]
    private partial void LogNotSwept(Exception exception);
}
