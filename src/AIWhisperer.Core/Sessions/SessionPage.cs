namespace AIWhisperer.Core.Sessions;

/// <summary>A page of sessions, newest change first.</summary>
/// <param name="Sessions">The rows.</param>
/// <param name="NextCursor">Give it to the next call; null on the last page.</param>
public sealed record SessionPage(IReadOnlyList<SessionRecord> Sessions, string? NextCursor);
