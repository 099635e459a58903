using AIWhisperer.Core.Events;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Sessions;

/// <summary>What a turn took, as it is added to the sums when it ends. Immutable.</summary>
/// <param name="AgentId">The agent that answered.</param>
/// <param name="Day">The UTC day on which the turn ended.</param>
/// <param name="Models">
/// At least one model, in the order of their first calls, each once. The turn itself is counted with the last: the one that it ended with.
/// </param>
public sealed record UsageEntry(string AgentId, DateOnly Day, IReadOnlyList<ModelUsage> Models)
{
    /// <summary>What the turn took that these events end; null when they end none, or one that called no model.</summary>
    /// <param name="events">The events of one append, numbered and stamped.</param>
    internal static UsageEntry? Of(SessionEvent[] events)
    {
        foreach (var item in events)
        {
            if (UsageOf(item) is { Models: { Count: > 0 } models })
            {
                return new UsageEntry(item.AgentId!, DateOnly.FromDateTime(item.At.UtcDateTime), models);
            }
        }

        return null;
    }

    private static TurnUsage? UsageOf(SessionEvent sessionEvent) => sessionEvent switch
    {
        TurnCompleted ended => ended.Usage,
        TurnCancelled ended => ended.Usage,
        TurnFailed ended => ended.Usage,
        TurnInterrupted ended => ended.Usage,
        _ => null,
    };
}
