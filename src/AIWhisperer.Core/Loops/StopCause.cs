using AIWhisperer.Core.Events;

namespace AIWhisperer.Core.Loops;

/// <summary>Why a turn is stopped from outside: a closed set.</summary>
internal abstract record StopCause
{
    private StopCause()
    {
    }

    /// <summary>Somebody cancelled it.</summary>
    /// <param name="By">Who.</param>
    /// <param name="ReplacedBy">The turn that takes its place, where one does.</param>
    /// <param name="RollsBack">Whether the turn is to be as if it had never been.</param>
    public sealed record Cancelled(Actor By, string? ReplacedBy = null, bool RollsBack = false) : StopCause;

    /// <summary>The server stops.</summary>
    public sealed record Interrupted(string Reason) : StopCause;

    /// <summary>It ran longer than allowed.</summary>
    public sealed record TimedOut(TimeSpan Limit) : StopCause;
}
