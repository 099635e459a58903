using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Loops;

/// <summary>The client of the model that the loop's running turn chose. A loop runs one turn at a time.</summary>
internal sealed class CurrentModelClient : IChatClient
{
    private IChatClient? _current;

    public IChatClient Current
    {
        get => Volatile.Read(ref _current) ?? throw new InvalidOperationException("The loop has chosen no model yet.");
        set => Volatile.Write(ref _current, value);
    }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Current.GetResponseAsync(messages, options, cancellationToken);

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Current.GetStreamingResponseAsync(messages, options, cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => _current?.GetService(serviceType, serviceKey);

    public void Dispose()
    {
    }
}
