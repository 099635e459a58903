namespace AIWhisperer.Core.Sessions;

/// <summary>Counts what is taken up, by each owner and in all, and refuses what would go beyond. Thread-safe.</summary>
/// <param name="code">The code of a refusal.</param>
/// <param name="things">What is counted, in the plural.</param>
/// <param name="perOwner">The most of one owner, and the setting that says so.</param>
/// <param name="inAll">The most in all, and the setting that says so.</param>
internal sealed class OwnerQuota(string code, string things, (int Most, string Setting) perOwner, (int Most, string Setting) inAll)
{
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);
    private int _all;

    /// <exception cref="LimitReachedException">The owner, or all together, have the most.</exception>
    public void Take(string owner)
    {
        lock (_gate)
        {
            if (_taken.GetValueOrDefault(owner) >= perOwner.Most)
            {
                throw new LimitReachedException(
                    code, $"You have {perOwner.Most} {things}, the most allowed ({perOwner.Setting}). Wait for one to end.", s_retryAfter);
            }

            if (_all >= inAll.Most)
            {
                throw new LimitReachedException(
                    code, $"The server has {inAll.Most} {things}, the most allowed ({inAll.Setting}). Wait for one to end.", s_retryAfter)
                {
                    IsOfWholeServer = true,
                };
            }

            Take_NeedsLock(owner);
        }
    }

    /// <summary>Counts what cannot be refused any more, also beyond the limits.</summary>
    public void TakeAnyway(string owner)
    {
        lock (_gate)
        {
            Take_NeedsLock(owner);
        }
    }

    /// <summary>Once for each that was taken.</summary>
    public void GiveBack(string owner)
    {
        lock (_gate)
        {
            _all--;
            if (--_taken[owner] == 0)
            {
                _taken.Remove(owner);
            }
        }
    }

    private void Take_NeedsLock(string owner)
    {
        _taken[owner] = _taken.GetValueOrDefault(owner) + 1;
        _all++;
    }
}
