using System.Runtime.CompilerServices;
using AIWhisperer.Core.Agents;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Loops.Callers;

/// <summary>
/// Stands where an agent has a model: asks for exactly the call that the caller's message is, and has nothing to say of its result.
/// Thread-safe.
/// </summary>
/// <param name="current">What stands in the log in its place.</param>
internal sealed class CallerScript(ModelReference current) : IModelChain
{
    public ModelReference Current => current;

    public string? Reason => null;

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        cancellationToken.ThrowIfCancellationRequested();
        var last = messages.Last();
        yield return last.Role == ChatRole.User
            ? new ChatResponseUpdate(ChatRole.Assistant, [CallText.Read(last.Text)]) { FinishReason = ChatFinishReason.ToolCalls }
            : new ChatResponseUpdate { Role = ChatRole.Assistant, FinishReason = ChatFinishReason.Stop };
    }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        WholeReply.ReadAsync(GetStreamingResponseAsync(messages, options, cancellationToken));

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
