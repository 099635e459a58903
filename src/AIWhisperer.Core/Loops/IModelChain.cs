using AIWhisperer.Core.Agents;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Loops;

/// <summary>What answers in one turn. Thread-safe.</summary>
internal interface IModelChain : IChatClient
{
    /// <summary>The model that answers.</summary>
    ModelReference Current { get; }

    /// <summary>Why the agent's first choice was passed over from the beginning; null when it was not.</summary>
    string? Reason { get; }
}
