namespace AIWhisperer.Core.Sessions;

/// <summary>Which stored events to read; every condition narrows.</summary>
/// <param name="SessionId">The session.</param>
public sealed record EventQuery(string SessionId)
{
    /// <summary>Only events with a greater sequence number.</summary>
    public long After { get; init; }

    /// <summary>Only events with a sequence number up to and including this one.</summary>
    public long Through { get; init; } = long.MaxValue;

    /// <summary>Only events of this turn.</summary>
    public string? TurnId { get; init; }

    /// <summary>Only events of these types; null means all.</summary>
    public IReadOnlyCollection<string>? Types { get; init; }

    /// <summary>The most events to return, at least 1.</summary>
    public int Limit { get; init; } = int.MaxValue;

    /// <summary>No event is added to those returned once their JSON has so many bytes; the first is returned whatever its size.</summary>
    public long MaxBytes { get; init; } = long.MaxValue;
}
