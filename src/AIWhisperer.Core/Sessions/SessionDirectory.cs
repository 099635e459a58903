using AIWhisperer.Core.Loops;

namespace AIWhisperer.Core.Sessions;

/// <summary>
/// Finds, makes and removes sessions. Thread-safe singleton. Every method takes the principal that calls and behaves, towards anybody
/// else's session, as if it did not exist.
/// </summary>
public sealed class SessionDirectory
{
    /// <summary>Makes a session.</summary>
    /// <exception cref="InvalidInputException">The title is too long.</exception>
    /// <exception cref="NotFoundException">There is no such agent.</exception>
    /// <exception cref="UnavailableException">The agent is invalid or has no model that can be used.</exception>
    /// <exception cref="LimitReachedException">The principal has the most sessions allowed.</exception>
    public Task<Session> CreateAsync(string principal, NewSession request, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>The session, ready for use.</summary>
    /// <exception cref="NotFoundException">There is none of that id for the principal.</exception>
    public Task<Session> GetAsync(string principal, string sessionId, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>The principal's sessions, newest change first.</summary>
    /// <param name="principal">Who calls.</param>
    /// <param name="cursor">The <see cref="SessionPage.NextCursor"/> of the page before, or null.</param>
    /// <param name="limit">1 to 200 rows.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="InvalidInputException">The cursor is none of ours, or the limit is out of range.</exception>
    public Task<SessionPage> ListAsync(string principal, string? cursor, int limit, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>Stops the session's turns, closes its log, tells its clients, and removes it from the store.</summary>
    /// <exception cref="NotFoundException">There is none of that id for the principal.</exception>
    public Task DeleteAsync(string principal, string sessionId, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>The live loops of the principal's sessions.</summary>
    public IReadOnlyList<AILoopStatus> ListLoops(string principal) => throw new NotImplementedException();

    /// <summary>Cancels the loop's turns and releases it; the next message to the agent makes a new one.</summary>
    /// <exception cref="NotFoundException">There is no such live loop in a session of the principal.</exception>
    public Task ReleaseLoopAsync(string principal, LoopKey key, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}
