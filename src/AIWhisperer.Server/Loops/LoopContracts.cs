using AIWhisperer.Core.Loops;

namespace AIWhisperer.Server.Loops;

/// <summary>The live loops of your sessions.</summary>
/// <param name="Loops">One for each agent that works, or lately worked, in a session.</param>
public sealed record LoopList(IReadOnlyList<AILoopStatus> Loops);
