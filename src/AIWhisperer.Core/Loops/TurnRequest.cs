using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops.ClientTools;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Loops;

/// <summary>A message for a loop to answer.</summary>
/// <param name="TurnId">The turn to be.</param>
/// <param name="MessageId">The user's message.</param>
/// <param name="Text">Its text.</param>
/// <param name="AcceptedAt">A <see cref="TimeProvider.GetTimestamp"/> reading at acceptance.</param>
/// <param name="IsRecovered">True for a turn accepted before a restart: the log has its <c>message.added</c> already.</param>
/// <param name="Name">What the sender named the message, where it did.</param>
internal sealed record TurnRequest(
    string TurnId, string MessageId, string Text, long AcceptedAt, bool IsRecovered = false, MessageName? Name = null)
{
    /// <summary>What the sender said is to happen to the turn when its clients are gone; null when it did not say.</summary>
    public DisconnectPolicy? OnDisconnect { get; init; }

    /// <summary>Whether the sender has read what nobody vouches for, and may pass it on.</summary>
    public bool IsUntrusted { get; init; }

    /// <summary>The tools that the sender runs itself; none after a restart, which forgets them.</summary>
    public IReadOnlyList<ClientToolDeclaration> Tools { get; init; } = [];

    /// <summary>What it has done already, where it waited for a person when the server stopped; else null.</summary>
    public StoppedTurn? Resumes { get; init; }

    /// <summary>What the turn takes up while it waits or runs; disposed when it has ended.</summary>
    public IDisposable? Place { get; init; }

    /// <summary>The event that accepts the message.</summary>
    public MessageAdded Added(string agentId) => new(MessageId, "user", Text)
    {
        AgentId = agentId,
        TurnId = TurnId,
        OnDisconnect = OnDisconnect,
        ClientMessageId = Name?.ClientMessageId,
        Digest = Name?.Digest,
        Untrusted = IsUntrusted,
    };
}
