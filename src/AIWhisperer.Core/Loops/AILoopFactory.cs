namespace AIWhisperer.Core.Loops;

/// <summary>Makes loops. It knows providers and tools, not sessions; what it makes shares nothing but those. Thread-safe.</summary>
public sealed class AILoopFactory
{
    private readonly LoopResources _resources;

    internal AILoopFactory(LoopResources resources) => _resources = resources;

    /// <summary>A new, idle loop.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="config">What its turns run with until it is reconfigured.</param>
    /// <param name="host">The session it runs in.</param>
    public AILoop Create(LoopKey key, AILoopConfig config, ILoopHost host) => new(key, config, host, _resources);
}
