using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;

namespace AIWhisperer.Storage;

internal sealed class AppendRequest(
    SessionRecord session, IReadOnlyList<LoggedEvent> events, AcceptedMessage? accepted, UsageEntry? usage, long startedAt)
    : WriteRequest(startedAt)
{
    public SessionRecord Session { get; } = session;

    public IReadOnlyList<LoggedEvent> Events { get; } = events;

    public AcceptedMessage? Accepted { get; } = accepted;

    public UsageEntry? Usage { get; } = usage;
}
