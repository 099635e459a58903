using AIWhisperer.Core.Loops;
using Microsoft.Extensions.AI;

namespace AIWhisperer.SemanticKernel;

/// <summary>Gives each loop a kernel of its own. Thread-safe.</summary>
internal sealed class KernelEngineFactory(IServiceProvider services) : ILoopEngineFactory
{
    public ILoopEngine Create(LoopKey key, IChatClient client) => new KernelEngine(services, client);
}
