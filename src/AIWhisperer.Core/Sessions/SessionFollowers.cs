namespace AIWhisperer.Core.Sessions;

/// <summary>
/// The clients that follow a session, and the turns that are to be cancelled for want of them: those that are open when the last client
/// leaves, unless one comes within the grace. A turn that is accepted while nobody follows has nobody to lose. Thread-safe.
/// </summary>
/// <param name="owner">Whose session it is.</param>
/// <param name="quota">How many clients may follow sessions.</param>
/// <param name="grace">How long the session may be deserted.</param>
/// <param name="clock">Measures the grace.</param>
/// <param name="cancelAsync">Cancels turns; those that have ended meanwhile are left alone. Does not throw.</param>
internal sealed class SessionFollowers(
    string owner, OwnerQuota quota, TimeSpan grace, TimeProvider clock, Func<IReadOnlyList<LoopTurn>, Task> cancelAsync)
{
    private readonly Lock _gate = new();
    private readonly HashSet<LoopTurn> _guarded = [];
    private int _count;
    private LoopTurn[]? _deserted;
    private ITimer? _timer;

    /// <summary>Counts a client until the place is disposed.</summary>
    /// <exception cref="LimitReachedException">The quota is used up.</exception>
    public Place Join()
    {
        quota.Take(owner);
        lock (_gate)
        {
            _count++;
            EndDesertion_NeedsLock();
        }

        return new Place(() =>
        {
            Leave();
            quota.GiveBack(owner);
        });
    }

    /// <summary>Has a turn cancelled when its session is deserted. Called before the turn is accepted.</summary>
    public void Guard(LoopTurn turn)
    {
        lock (_gate)
        {
            _guarded.Add(turn);
        }
    }

    /// <summary>The turn has ended, or was not accepted.</summary>
    public void Forget(LoopTurn turn)
    {
        lock (_gate)
        {
            _guarded.Remove(turn);
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_count == 0 && _guarded.Count > 0)
            {
                LoopTurn[] turns = [.. _guarded];
                _deserted = turns;
                _timer = clock.CreateTimer(_ => EndGrace(turns), null, grace, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void EndGrace(LoopTurn[] turns)
    {
        lock (_gate)
        {
            // A client may have come, and another desertion begun, while this call was on its way.
            if (_deserted != turns)
            {
                return;
            }

            EndDesertion_NeedsLock();
        }

        _ = cancelAsync(turns);
    }

    private void EndDesertion_NeedsLock()
    {
        _deserted = null;
        _timer?.Dispose();
        _timer = null;
    }
}
