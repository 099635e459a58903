namespace AIWhisperer.Core.Loops.Approvals;

/// <summary>
/// Whether all that a turn has under way waits for people: then its time limit stands still, and a server that stops leaves it to the next
/// start. Thread-safe.
/// </summary>
internal sealed class PersonWait
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _begun = NewSignal();
    private int _busy = 1;
    private int _waiting;
    private bool _isWaiting;
    private bool _isLeft;

    /// <summary>Told at every change whether everything waits; must be quick.</summary>
    public Action<bool>? Changed { get; set; }

    /// <summary>Completes when everything waits.</summary>
    public Task Begun
    {
        get
        {
            lock (_gate)
            {
                return _begun.Task;
            }
        }
    }

    /// <summary>So many calls are at work.</summary>
    public void BeginRound(int calls) => Set(calls, 0);

    /// <summary>The turn itself is at work.</summary>
    public void EndRound() => Set(1, 0);

    /// <summary>A call begins to wait for a person.</summary>
    public void BeginWait()
    {
        lock (_gate)
        {
            Set(_busy - 1, _waiting + 1);
        }
    }

    /// <summary>It has its answer and is at work again.</summary>
    /// <exception cref="OperationCanceledException">The turn is left to the next start.</exception>
    public void EndWait()
    {
        lock (_gate)
        {
            if (_isLeft)
            {
                throw new OperationCanceledException("The server stops: the call is left to the next start.");
            }

            Set(_busy + 1, _waiting - 1);
        }
    }

    /// <summary>A call is done.</summary>
    public void EndCall()
    {
        lock (_gate)
        {
            Set(_busy - 1, _waiting);
        }
    }

    /// <summary>If everything waits, nothing goes on from here on, whatever is answered.</summary>
    public bool TryLeave()
    {
        lock (_gate)
        {
            return _isLeft |= _isWaiting;
        }
    }

    private void Set(int busy, int waiting)
    {
        lock (_gate)
        {
            (_busy, _waiting) = (busy, waiting);
            if (_isWaiting == (busy == 0 && waiting > 0))
            {
                return;
            }

            _isWaiting = !_isWaiting;
            if (_isWaiting)
            {
                _begun.SetResult();
            }
            else
            {
                _begun = NewSignal();
            }

            Changed?.Invoke(_isWaiting);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
