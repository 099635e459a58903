using AIWhisperer.Core.Providers;
using Microsoft.Extensions.AI;

namespace AIWhisperer.SemanticKernel;

/// <summary>One call that the loop made to its model, and the tool calls it was answered with.</summary>
/// <param name="options">What the loop called with.</param>
/// <param name="index">Which call of its turn it is, from 0.</param>
/// <param name="messages">The conversation up to it.</param>
internal sealed class ModelRound(ProviderCallOptions options, int index, IReadOnlyList<ChatMessage> messages)
{
    public ProviderCallOptions Options => options;

    public int Index => index;

    public IReadOnlyList<ChatMessage> Messages => messages;

    /// <summary>Complete once the loop has read the whole answer, which is before it runs the first of them.</summary>
    public List<FunctionCallContent> Calls { get; } = [];
}
