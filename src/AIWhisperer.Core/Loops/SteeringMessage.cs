namespace AIWhisperer.Core.Loops;

/// <summary>A message that joined a running turn and waits for the turn's next model call.</summary>
/// <param name="MessageId">The message.</param>
/// <param name="Text">Its text.</param>
/// <param name="Committed">Completes when the message is durable; one whose commit fails is not handed to the model.</param>
/// <param name="IsUntrusted">Whether its sender has read what nobody vouches for.</param>
internal sealed record SteeringMessage(string MessageId, string Text, Task<long> Committed, bool IsUntrusted);
