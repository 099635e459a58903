using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;

namespace AIWhisperer.CrashProcess;

/// <summary>A store around whose writes the process may die: before anything of them is stored, or when all is and nobody knows.</summary>
internal sealed class CrashingStore(ISessionStore inner, CrashPlan plan) : ISessionStore
{
    public Task InitializeAsync(CancellationToken cancellationToken) => inner.InitializeAsync(cancellationToken);

    public Task CheckAsync(CancellationToken cancellationToken) => inner.CheckAsync(cancellationToken);

    public async Task AppendAsync(
        SessionRecord session, IReadOnlyList<LoggedEvent> events, AcceptedMessage? accepted = null, UsageEntry? usage = null)
    {
        await PassAsync("before", session, events);
        await inner.AppendAsync(session, events, accepted, usage);
        await PassAsync("after", session, events);
    }

    public Task<SessionRecord?> FindAsync(string sessionId, CancellationToken cancellationToken) =>
        inner.FindAsync(sessionId, cancellationToken);

    public Task<IReadOnlyList<SessionRecord>> ListAsync(
        string owner, string? search, SessionCursor? after, int limit, CancellationToken cancellationToken) =>
        inner.ListAsync(owner, search, after, limit, cancellationToken);

    public Task<int> CountAsync(string? owner, CancellationToken cancellationToken) => inner.CountAsync(owner, cancellationToken);

    public Task<IReadOnlyList<LoggedEvent>> ReadAsync(EventQuery query, CancellationToken cancellationToken) =>
        inner.ReadAsync(query, cancellationToken);

    public Task<IReadOnlyList<string>> FindUnfinishedAsync(CancellationToken cancellationToken) =>
        inner.FindUnfinishedAsync(cancellationToken);

    public Task<AcceptedMessage?> FindAcceptedAsync(string sessionId, string clientMessageId, CancellationToken cancellationToken) =>
        inner.FindAcceptedAsync(sessionId, clientMessageId, cancellationToken);

    public Task<int> ForgetAcceptedAsync(DateTimeOffset through, int limit, CancellationToken cancellationToken) =>
        inner.ForgetAcceptedAsync(through, limit, cancellationToken);

    public Task<UsageReport> ReadUsageAsync(UsageQuery query, CancellationToken cancellationToken) =>
        inner.ReadUsageAsync(query, cancellationToken);

    public async Task DeleteAsync(string sessionId, CancellationToken cancellationToken)
    {
        var title = (await inner.FindAsync(sessionId, cancellationToken))?.Title ?? "";
        await plan.PassAsync("before delete", title);
        await inner.DeleteAsync(sessionId, cancellationToken);
        await plan.PassAsync("after delete", title);
    }

    private async Task PassAsync(string when, SessionRecord session, IReadOnlyList<LoggedEvent> events)
    {
        foreach (var logged in events)
        {
            var type = EventTypes.IsTurnEnding(logged.Type) && logged.Type != EventTypes.TurnInterrupted ? "ending" : logged.Type;
            await plan.PassAsync($"{when} {type}", session.Title);
        }
    }
}
