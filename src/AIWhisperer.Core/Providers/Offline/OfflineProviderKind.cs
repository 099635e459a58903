using AIWhisperer.Core.Providers.Offline.Documentation;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers.Offline;

/// <summary>The kind <c>offline</c>: the embedded default, which needs no key and no network.</summary>
internal sealed class OfflineProviderKind(TimeProvider timeProvider) : IProviderKind
{
    private readonly Lazy<OfflineResponder> _responder =
        new(() => new OfflineResponder(new DocumentationIndex(ShippedDocumentation.Read())));

    public string Name => "offline";

    public bool NeedsBaseUrl => false;

    public IChatClient CreateClient(ProviderDefinition provider) => new OfflineChatClient(provider, _responder.Value, timeProvider);
}
