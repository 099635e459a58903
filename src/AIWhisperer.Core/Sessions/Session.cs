using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Events;

namespace AIWhisperer.Core.Sessions;

/// <summary>
/// One conversation: its loops, its active agent, its event log. Thread-safe. Get it from <see cref="SessionDirectory"/>, which checks
/// that the caller owns it; it stays usable for as long as it is held.
/// </summary>
public sealed class Session
{
    /// <summary>The session's row as it is now.</summary>
    public SessionRecord Record { get; private set; } = null!;

    /// <summary>The sequence number of the latest visible event.</summary>
    public long LastSeq { get; private set; }

    /// <summary>Hands a message to an agent. Returns once the message is durable; the answer comes through the log.</summary>
    /// <exception cref="InvalidInputException">The text is empty or too long.</exception>
    /// <exception cref="NotFoundException">There is no such agent.</exception>
    /// <exception cref="ConflictException">The agent is busy and the policy is to reject, or the session is closed.</exception>
    /// <exception cref="LimitReachedException">The loop's queue is full, or the most loops are live.</exception>
    /// <exception cref="UnavailableException">The agent cannot answer, the store fails, or the server stops.</exception>
    public Task<TurnReceipt> SendAsync(NewMessage message, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>
    /// Stops a turn, running or queued, and returns it as it ended, once its upstream request is gone. A turn that has ended already is
    /// returned as it is.
    /// </summary>
    /// <exception cref="NotFoundException">The session has no such turn.</exception>
    public Task<TurnView> CancelAsync(string turnId, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Makes another agent the active one, with its own loop. A no-op when it is active already.</summary>
    /// <param name="agentId">The agent.</param>
    /// <param name="carryOver">What it is given of the conversation; null means its own setting, else everything.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="NotFoundException">There is no such agent.</exception>
    /// <exception cref="UnavailableException">The agent is invalid or has no model that can be used.</exception>
    public Task SwitchAgentAsync(string agentId, CarryOverSetting? carryOver, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>Gives the session another title.</summary>
    /// <exception cref="InvalidInputException">The title is too long.</exception>
    public Task RenameAsync(string title, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>
    /// Everything after <paramref name="after"/>, first what was missed, then live, in order, with no hole and no repeat. Ends when the
    /// session closes or the token is cancelled. A slow reader is given consecutive deltas merged into one.
    /// </summary>
    /// <exception cref="InvalidInputException"><paramref name="after"/> is negative or lies in the future.</exception>
    public IAsyncEnumerable<LoggedEvent> AttachAsync(long after, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The events of one turn, from its first to its ending, live where it still runs.</summary>
    /// <exception cref="NotFoundException">The session has no such turn.</exception>
    public IAsyncEnumerable<LoggedEvent> AttachTurnAsync(string turnId, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>Waits until the turn has ended.</summary>
    /// <exception cref="NotFoundException">The session has no such turn.</exception>
    public Task<TurnView> WaitForTurnAsync(string turnId, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The turn as it is now.</summary>
    /// <exception cref="NotFoundException">The session has no such turn.</exception>
    public Task<TurnView> GetTurnAsync(string turnId, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Stored events after a sequence number, oldest first.</summary>
    /// <param name="after">Zero for the beginning.</param>
    /// <param name="limit">1 to 1,000.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="InvalidInputException"><paramref name="after"/> or <paramref name="limit"/> is out of range.</exception>
    public Task<IReadOnlyList<LoggedEvent>> ReadEventsAsync(long after, int limit, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>Whole messages after a sequence number, oldest first.</summary>
    /// <param name="after">Zero for the beginning.</param>
    /// <param name="limit">1 to 200.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="InvalidInputException"><paramref name="after"/> or <paramref name="limit"/> is out of range.</exception>
    public Task<MessagePage> ReadMessagesAsync(long after, int limit, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}
