using AIWhisperer.Core.Tools;
using Microsoft.Extensions.Logging;

namespace AIWhisperer.Core.Loops;

/// <summary>What all loops share.</summary>
/// <param name="Models">Gives the models of a turn.</param>
/// <param name="Meter">Makes what counts a turn's tokens.</param>
/// <param name="Gates">Each agent's limits.</param>
/// <param name="Engines">Makes each loop's engine.</param>
/// <param name="Grants">Finds the tools of an agent.</param>
/// <param name="Invoker">Runs tools.</param>
/// <param name="ToolOptions">The limits of tool calls.</param>
/// <param name="Options">The limits of loops.</param>
/// <param name="Clock">Tells the time.</param>
/// <param name="Logger">For loops and their turns.</param>
internal sealed record LoopResources(
    ModelChooser Models,
    Func<UsageMeter> Meter,
    AgentGates Gates,
    ILoopEngineFactory Engines,
    ToolGrants Grants,
    ToolInvoker Invoker,
    ToolOptions ToolOptions,
    AILoopOptions Options,
    TimeProvider Clock,
    ILogger<AILoop> Logger);
