namespace AIWhisperer.Core.Loops;

/// <summary>A message a loop has taken.</summary>
/// <param name="TurnId">The turn that answers: its own, or the one it joined.</param>
/// <param name="Position">How many turns run or wait before it; zero when it starts at once, or joined the running turn.</param>
/// <param name="Committed">Completes with the acceptance's sequence number when it is durable; only then may the sender be told.</param>
internal sealed record PostedTurn(string TurnId, int Position, Task<long> Committed);
