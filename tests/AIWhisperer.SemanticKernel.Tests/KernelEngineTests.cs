using AIWhisperer.TestHarness;
using Microsoft.Extensions.DependencyInjection;

namespace AIWhisperer.SemanticKernel.Tests;

/// <summary>A loop with a kernel keeps what every engine promises.</summary>
public class KernelEngineTests : LoopEngineContract
{
    protected override void AddEngine(IServiceCollection services) => services.AddSemanticKernel();
}
