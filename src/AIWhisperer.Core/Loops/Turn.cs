using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops.Approvals;

namespace AIWhisperer.Core.Loops;

/// <summary>A turn a loop holds, waiting or running: what it answers, its token, and its end.</summary>
/// <param name="request">What to answer.</param>
/// <param name="ordinal">Rises with every turn that the loop takes.</param>
/// <param name="replaces">How it takes the place of those that were there, where it came to do so.</param>
/// <param name="steering">What joins it while it runs.</param>
/// <param name="committed">The acceptance.</param>
internal sealed class Turn(
    TurnRequest request, long ordinal, TurnReplacement? replaces, SteeringInbox steering, Task<long> committed) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _giveUp = new();
    private StopCause? _cause;
    private bool _isEnding;

    public TurnRequest Request { get; } = request;

    /// <summary>Rises with every turn that the loop takes.</summary>
    public long Ordinal { get; } = ordinal;

    /// <summary>How it takes the place of those that were there; null when it came to wait.</summary>
    public TurnReplacement? Replaces { get; } = replaces;

    /// <summary>What joins it while it runs.</summary>
    public SteeringInbox Steering { get; } = steering;

    /// <summary>Whether all that it has under way waits for people.</summary>
    public PersonWait Waits { get; } = new();

    /// <summary>How many turns were before it when the log last said so; belongs to the loop's lock.</summary>
    public int LoggedPosition { get; set; }

    /// <summary>
    /// Completes when the turn's acceptance is durable. When it fails the sender was told that nothing was kept: the log must hear nothing
    /// of the turn.
    /// </summary>
    public Task<long> Committed { get; } = committed;

    /// <summary>Cancelled when the server cannot wait any longer for the turn's ending to be stored.</summary>
    public CancellationToken GiveUpToken => _giveUp.Token;

    /// <summary>Cancelled when the turn is to stop; see <see cref="Cause"/>.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Why it was stopped; null while it was not.</summary>
    public StopCause? Cause => Volatile.Read(ref _cause);

    /// <summary>
    /// Whether its ending is on its way into the log. A client that has seen the ending may send at once: to it the agent is idle.
    /// </summary>
    public bool IsEnding => Volatile.Read(ref _isEnding);

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

    /// <summary>Waits until it has ended, or all that it has under way waits for people: then nothing of it goes on.</summary>
    public async Task RestAsync(CancellationToken graceToken)
    {
        while (!Ended.IsCompleted && !Waits.TryLeave() && !graceToken.IsCancellationRequested)
        {
            await ((Task)Task.WhenAny(Ended, Waits.Begun)).WaitAsync(graceToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Nothing follows but the ending.</summary>
    public void BeginEnding() => Volatile.Write(ref _isEnding, true);

    /// <summary>Makes no further attempt to store the turn's ending: the next start interrupts the turn.</summary>
    public async Task GiveUpAsync()
    {
        try
        {
            await _giveUp.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The turn ended by itself.
        }
    }

    /// <summary>The turn is over; it is of no use from here on.</summary>
    public void End()
    {
        Request.Place?.Dispose();
        _ended.TrySetResult();
        Dispose();
    }

    public void Dispose()
    {
        _stop.Dispose();
        _giveUp.Dispose();
    }
}
