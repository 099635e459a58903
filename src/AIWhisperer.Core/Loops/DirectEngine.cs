using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Loops;

/// <summary>Nothing between the loop and its model and tools.</summary>
internal sealed class DirectEngine(IChatClient client) : ILoopEngine
{
    public IChatClient Client => client;

    public AIFunction Adapt(AIFunction tool) => tool;
}
