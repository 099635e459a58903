using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Loops;

/// <summary>
/// A loop's own client. Engines hold it for as long as the loop lives, while each turn brings a chain of models of its own. Thread-safe.
/// </summary>
internal sealed class LoopChatClient : IChatClient
{
    private volatile IChatClient? _chain;

    private IChatClient Chain => _chain ?? throw new InvalidOperationException("The loop has not begun a turn yet: it has no model to call.");

    /// <summary>What is called from here on.</summary>
    public void Use(IChatClient chain) => _chain = chain;

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Chain.GetResponseAsync(messages, options, cancellationToken);

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Chain.GetStreamingResponseAsync(messages, options, cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
