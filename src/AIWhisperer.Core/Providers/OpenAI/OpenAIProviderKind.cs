using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers.OpenAI;

/// <summary>Kind <c>openai</c>: every back end that speaks the <c>chat/completions</c> wire. A singleton; its connections outlive reloads.</summary>
internal sealed class OpenAIProviderKind(TimeProvider timeProvider) : IProviderKind, IDisposable
{
    private readonly EndpointConnections _connections = new();

    public string Name => "openai";

    public bool NeedsBaseUrl => true;

    public IChatClient CreateClient(ProviderDefinition provider)
    {
        var baseUrl = provider.BaseUrl
            ?? throw new ArgumentException($"Provider '{provider.Id}' has no base_url.", nameof(provider));
        return new OpenAIChatClient(provider, _connections.For(baseUrl), timeProvider);
    }

    public void Dispose() => _connections.Dispose();
}
