using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Loops;

internal sealed class DirectEngineFactory : ILoopEngineFactory
{
    public ILoopEngine Create(LoopKey key, IChatClient client) => new DirectEngine(client);
}
