using System.Text;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;

namespace AIWhisperer.TestHarness;

/// <summary>Rows and events for tests of stores.</summary>
public static class SessionRecords
{
    /// <summary>The instant at which the rows below begin.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>A row as the first append of a session writes it.</summary>
    public static SessionRecord New(string? id = null, string owner = "local", DateTimeOffset? updatedAt = null) => new(
        id ?? RandomId.New(), owner, "A title", "alice", Start, updatedAt ?? Start, LastSeq: 0, OpenTurns: 0, IsClosed: false);

    /// <summary>The row after one more event.</summary>
    public static SessionRecord Grown(this SessionRecord session, long seq) =>
        session with { LastSeq = seq, UpdatedAt = Start.AddTicks(seq) };

    /// <summary>An event; without <paramref name="json"/> its bytes tell its sequence number.</summary>
    public static LoggedEvent Event(
        long seq, string type = EventTypes.MessageAdded, string? turnId = null, string? agentId = null, byte[]? json = null) =>
        new(seq, type, agentId, turnId, json ?? Encoding.UTF8.GetBytes($"{{\"seq\":{seq}}}"));

    /// <summary>Events with these sequence numbers.</summary>
    public static LoggedEvent[] Events(params IEnumerable<long> seqs) => [.. seqs.Select(seq => Event(seq))];

    /// <summary>A named message of the session, accepted as many ticks after <see cref="Start"/> as its sequence number says.</summary>
    public static AcceptedMessage Accepted(SessionRecord session, string clientMessageId, long seq = 1) => new(
        clientMessageId,
        Digest: RandomId.New(),
        new TurnReceipt(session.Id, RandomId.New(), RandomId.New(), "alice", seq, Position: 3),
        Start.AddTicks(seq));

    /// <summary>The day of <see cref="Start"/>.</summary>
    public static DateOnly Today { get; } = DateOnly.FromDateTime(Start.UtcDateTime);

    /// <summary>What a turn of Alice's took on these models, today.</summary>
    public static UsageEntry Usage(params ModelUsage[] models) => new("alice", Today, models);

    /// <summary>One call of 10 tokens and 2 back, for a cent.</summary>
    public static ModelUsage Model(string provider, string model) => new(provider, model, 1, 10, 2, 0, 0) { CostUsd = 0.01m };
}
