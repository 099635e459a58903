using AIWhisperer.TestHarness;
using Microsoft.Extensions.DependencyInjection;

namespace AIWhisperer.Core.Tests.Loops;

/// <summary>The built-in engine keeps what every engine promises.</summary>
public sealed class DirectEngineTests : LoopEngineContract
{
    protected override void AddEngine(IServiceCollection services)
    {
        // Core registers it itself.
    }
}
