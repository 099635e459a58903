using AIWhisperer.Core.Events;

namespace AIWhisperer.Core.Sessions;

/// <summary>A whole message of a session's history. Immutable.</summary>
/// <param name="MessageId">The message.</param>
/// <param name="Seq">The sequence number of the event that holds it.</param>
/// <param name="At">When it was added or completed, UTC.</param>
/// <param name="TurnId">The turn it belongs to.</param>
/// <param name="AgentId">The agent it is to or from.</param>
/// <param name="Role"><c>user</c> or <c>assistant</c>.</param>
/// <param name="Channel">What kind of text it is.</param>
/// <param name="Text">The whole text.</param>
/// <param name="Partial">True when writing was cut short.</param>
public sealed record MessageView(
    string MessageId,
    long Seq,
    DateTimeOffset At,
    string TurnId,
    string AgentId,
    string Role,
    MessageChannel Channel,
    string Text,
    bool Partial);
