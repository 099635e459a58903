using AIWhisperer.Core.Events;

namespace AIWhisperer.Core.Sessions;

/// <summary>
/// Where sessions and their logs are kept. Implementations are thread-safe. Every method throws <see cref="UnavailableException"/> when
/// it cannot do its work, with <see cref="ErrorCodes.StorageUnavailable"/> for what passes, such as a lock or a lost connection, with
/// <see cref="ErrorCodes.StorageFull"/> when there is no room, and with <see cref="ErrorCodes.StorageFailed"/> when the medium fails.
/// Nothing of the call is kept then, not even after a restart.
/// </summary>
/// <remarks>The store knows no owner rules: an id resumes, it does not authorize. Callers check <see cref="SessionRecord.Owner"/>.</remarks>
public interface ISessionStore
{
    /// <summary>Makes the medium ready: creates or migrates it. Called once, before any other method.</summary>
    Task InitializeAsync(CancellationToken cancellationToken);

    /// <summary>Asks whether the store gives and takes data: completes when it does, and throws what the next call would when not.</summary>
    Task CheckAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Commits, in one step, the session's row as it is after <paramref name="events"/> and the events themselves. The task completes
    /// when both are durable. Calls for one session are committed in the order in which they are made; a caller may have several under way.
    /// The first call for a session creates it; an append to a deleted session is dropped.
    /// </summary>
    /// <param name="session">The row to write, replacing the one before.</param>
    /// <param name="events">
    /// Events with rising sequence numbers above all that are stored; may be empty. Must not change before the task completes.
    /// </param>
    /// <param name="accepted">
    /// The named message that the events accept, kept in the same step; it replaces one of the same name. Null when there is none.
    /// </param>
    /// <param name="usage">
    /// What the turn took that the events end, added to the sums in the same step: as the events are stored once, it is counted once.
    /// Null when they end none that called a model.
    /// </param>
    /// <exception cref="InvalidOperationException">A sequence number is stored already: a defect of the caller. Nothing is kept.</exception>
    Task AppendAsync(
        SessionRecord session, IReadOnlyList<LoggedEvent> events, AcceptedMessage? accepted = null, UsageEntry? usage = null);

    /// <summary>The session's row, or null.</summary>
    Task<SessionRecord?> FindAsync(string sessionId, CancellationToken cancellationToken);

    /// <summary>An owner's sessions, newest change first; those of one instant by their ids, compared by code units.</summary>
    /// <param name="owner">The principal.</param>
    /// <param name="search">Only those whose title holds this text, whatever the case of its letters, of any script; null means all.</param>
    /// <param name="after">Where the page before ended, or null for the first page.</param>
    /// <param name="limit">The most rows, at least 1.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    Task<IReadOnlyList<SessionRecord>> ListAsync(
        string owner, string? search, SessionCursor? after, int limit, CancellationToken cancellationToken);

    /// <summary>How many sessions the owner has; with null, how many there are of all owners.</summary>
    Task<int> CountAsync(string? owner, CancellationToken cancellationToken);

    /// <summary>Stored events in rising order of sequence.</summary>
    Task<IReadOnlyList<LoggedEvent>> ReadAsync(EventQuery query, CancellationToken cancellationToken);

    /// <summary>The ids of all sessions with <see cref="SessionRecord.OpenTurns"/> above zero: what a start-up has to recover.</summary>
    Task<IReadOnlyList<string>> FindUnfinishedAsync(CancellationToken cancellationToken);

    /// <summary>The message that the session accepted under that name, or null. It is called for every named message: it must be quick.</summary>
    Task<AcceptedMessage?> FindAcceptedAsync(string sessionId, string clientMessageId, CancellationToken cancellationToken);

    /// <summary>Forgets the names of messages, of whatever sessions, that were accepted up to an instant, the earliest first.</summary>
    /// <param name="through">The instant.</param>
    /// <param name="limit">The most to forget in this call, at least 1.</param>
    /// <param name="cancellationToken">Gives the waiting up.</param>
    /// <returns>How many were forgotten; less than <paramref name="limit"/> when there are no more for now.</returns>
    Task<int> ForgetAcceptedAsync(DateTimeOffset through, int limit, CancellationToken cancellationToken);

    /// <summary>What an owner's turns took, summed, as one state of the store has it.</summary>
    Task<UsageReport> ReadUsageAsync(UsageQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Removes the session, its log and the names of its messages; no error when there is none. What its turns took stays in the sums.
    /// </summary>
    Task DeleteAsync(string sessionId, CancellationToken cancellationToken);
}
