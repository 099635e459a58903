namespace AIWhisperer.Core.Providers;

/// <summary>
/// How often one model call may be attempted over all providers of its chain, so that retries and fallbacks do not multiply. Belongs to one
/// call, which attempts one thing at a time.
/// </summary>
/// <param name="attempts">The most attempts in all.</param>
public sealed class CallBudget(int attempts)
{
    private int _left = attempts;

    /// <summary>Attempts made so far.</summary>
    public int Made { get; private set; }

    /// <summary>Attempts that are kept for models further down the chain.</summary>
    public int Reserved { get; set; }

    /// <summary>Whether no attempt is left.</summary>
    public bool IsSpent => _left <= 0;

    /// <summary>Whether <see cref="TryTakeAnother"/> would give one now.</summary>
    public bool HasAnother => _left > Reserved;

    /// <summary>Takes a model's first attempt, which it has whatever was reserved.</summary>
    public void TakeFirst()
    {
        _left--;
        Made++;
    }

    /// <summary>Takes a further attempt; false when there is none but for other models.</summary>
    public bool TryTakeAnother()
    {
        if (!HasAnother)
        {
            return false;
        }

        _left--;
        Made++;
        return true;
    }
}
