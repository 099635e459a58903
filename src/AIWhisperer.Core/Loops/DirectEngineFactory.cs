using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Loops;

internal sealed class DirectEngineFactory : ILoopEngineFactory
{
    public ILoopEngine Create(LoopKey key, IChatClient client, IReadOnlyCollection<AIFunction> tools) => new DirectEngine(client);
}
