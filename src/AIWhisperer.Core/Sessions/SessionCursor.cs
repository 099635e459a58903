namespace AIWhisperer.Core.Sessions;

/// <summary>The last row of a page of sessions: the next page starts behind it.</summary>
/// <param name="UpdatedAt">That row's <see cref="SessionRecord.UpdatedAt"/>.</param>
/// <param name="Id">That row's id, which orders rows of the same instant.</param>
public sealed record SessionCursor(DateTimeOffset UpdatedAt, string Id);
