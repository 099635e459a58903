namespace AIWhisperer.Core.Loops;

/// <summary>A turn a loop has taken.</summary>
/// <param name="Position">How many turns run or wait before it; zero when it starts at once.</param>
/// <param name="Committed">Completes with the acceptance's sequence number when it is durable; only then may the sender be told.</param>
internal sealed record PostedTurn(int Position, Task<long> Committed);
