using AIWhisperer.Core.Providers;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Anthropic;

/// <summary>Kind <c>anthropic</c>: Claude's Messages API. A singleton; its connections outlive reloads.</summary>
internal sealed class AnthropicProviderKind(TimeProvider timeProvider) : IProviderKind, IDisposable
{
    private readonly EndpointConnections _connections = new();

    public string Name => "anthropic";

    public bool NeedsBaseUrl => true;

    public IChatClient CreateClient(ProviderDefinition provider)
    {
        var baseUrl = provider.BaseUrl
            ?? throw new ArgumentException($"Provider '{provider.Id}' has no base_url.", nameof(provider));
        return new AnthropicChatClient(provider, _connections.For(baseUrl), timeProvider);
    }

    public void Dispose() => _connections.Dispose();
}
