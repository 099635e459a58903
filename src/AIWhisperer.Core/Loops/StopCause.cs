using AIWhisperer.Core.Events;

namespace AIWhisperer.Core.Loops;

/// <summary>Why a turn is stopped from outside: a closed set.</summary>
internal abstract record StopCause
{
    private StopCause()
    {
    }

    /// <summary>Somebody cancelled it.</summary>
    public sealed record Cancelled(Actor By) : StopCause;

    /// <summary>The server stops.</summary>
    public sealed record Interrupted(string Reason) : StopCause;

    /// <summary>It ran longer than allowed.</summary>
    public sealed record TimedOut(TimeSpan Limit) : StopCause;
}
