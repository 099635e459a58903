using System.Collections.Concurrent;

namespace AIWhisperer.Reliability.Resending;

/// <summary>A message as its client holds it until it is acknowledged, and the turns that its sends were answered with.</summary>
internal sealed record NamedMessage(string Session, string Id)
{
    /// <summary>No other message has it.</summary>
    public string Text => $"This is {Id}.";

    /// <summary>One for each answer that arrived.</summary>
    public ConcurrentBag<string> Turns { get; } = [];
}
