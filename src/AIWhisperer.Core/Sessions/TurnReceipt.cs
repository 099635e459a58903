namespace AIWhisperer.Core.Sessions;

/// <summary>The proof that a message is durable and will be answered.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="TurnId">The turn that answers.</param>
/// <param name="MessageId">The user's message.</param>
/// <param name="AgentId">The agent that answers.</param>
/// <param name="Seq">The sequence number of the message's <c>message.added</c>: attach after one less to see the whole turn.</param>
/// <param name="Position">How many turns run or wait before it; zero when it starts at once.</param>
/// <param name="Replayed">True when the message was accepted before, by the same client message id: the rest is as it was told then.</param>
public sealed record TurnReceipt(
    string SessionId, string TurnId, string MessageId, string AgentId, long Seq, int Position, bool Replayed = false);
