namespace AIWhisperer.Core.Sessions;

/// <summary>A session as stored and listed. Immutable.</summary>
/// <param name="Id">128 random bits in hexadecimal.</param>
/// <param name="Owner">The principal it belongs to.</param>
/// <param name="Title">The title, possibly empty.</param>
/// <param name="ActiveAgentId">The agent that answers messages that name none.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="UpdatedAt">When its log last grew, UTC.</param>
/// <param name="LastSeq">The highest durable sequence number.</param>
/// <param name="OpenTurns">Turns accepted and not yet ended.</param>
/// <param name="IsClosed">True once <c>session.closed</c> is in the log.</param>
public sealed record SessionRecord(
    string Id,
    string Owner,
    string Title,
    string ActiveAgentId,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long LastSeq,
    int OpenTurns,
    bool IsClosed);
