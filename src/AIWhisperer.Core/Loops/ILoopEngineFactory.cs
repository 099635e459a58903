using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Loops;

/// <summary>Makes an engine for each loop. A host that registers one replaces the built-in one, which adds nothing. Thread-safe.</summary>
public interface ILoopEngineFactory
{
    /// <summary>An engine for one loop.</summary>
    /// <param name="key">The loop.</param>
    /// <param name="client">The loop's own client: it calls the models of the agent's chain, with retries and fallbacks.</param>
    ILoopEngine Create(LoopKey key, IChatClient client);
}
