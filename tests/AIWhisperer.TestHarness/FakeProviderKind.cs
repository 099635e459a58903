using AIWhisperer.Core.Providers;
using Microsoft.Extensions.AI;

namespace AIWhisperer.TestHarness;

/// <summary>A kind whose clients come from a delegate; without one, they can be told apart but not called.</summary>
public sealed class FakeProviderKind(string name, bool needsBaseUrl = false, Func<ProviderDefinition, IChatClient>? create = null) : IProviderKind
{
    private readonly Func<ProviderDefinition, IChatClient> _create = create ?? (_ => new Uncallable());
    private int _created;

    public string Name => name;

    public bool NeedsBaseUrl => needsBaseUrl;

    /// <summary>How many clients were made.</summary>
    public int Created => Volatile.Read(ref _created);

    public IChatClient CreateClient(ProviderDefinition provider)
    {
        Interlocked.Increment(ref _created);
        return _create(provider);
    }

    private sealed class Uncallable : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
