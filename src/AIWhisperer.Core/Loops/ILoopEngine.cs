using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Loops;

/// <summary>
/// What a loop calls its model and its tools through: the place where a framework for agents sits between the loop and what it uses. Each
/// loop has one of its own for as long as it lives. Thread-safe.
/// </summary>
public interface ILoopEngine
{
    /// <summary>What the loop sends its conversation to; it reaches the client that the engine was made with.</summary>
    IChatClient Client { get; }

    /// <summary>What is run in place of a tool that the agent may call, with the same name, schema and result.</summary>
    /// <param name="tool">The tool; the call's session stands in its arguments' <see cref="AIFunctionArguments.Context"/>.</param>
    AIFunction Adapt(AIFunction tool);
}
