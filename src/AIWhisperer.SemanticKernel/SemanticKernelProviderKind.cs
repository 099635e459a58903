using AIWhisperer.Core;
using AIWhisperer.Core.Providers;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel.ChatCompletion;

namespace AIWhisperer.SemanticKernel;

/// <summary>
/// Kind <c>semantic-kernel</c>: a connector that the host has registered under the provider's id, as a chat client or, where there is none,
/// as a chat completion service. The host owns it: it has its own address, key and model.
/// </summary>
internal sealed class SemanticKernelProviderKind(IServiceProvider services) : IProviderKind
{
    public string Name => "semantic-kernel";

    public bool NeedsBaseUrl => false;

    public IChatClient CreateClient(ProviderDefinition provider)
    {
        if (services.GetKeyedService<IChatClient>(provider.Id) is { } client)
        {
            return new ConnectorChatClient(client, ConnectorTools.ForChatClient, provider);
        }

        if (services.GetKeyedService<IChatCompletionService>(provider.Id) is { } service)
        {
            var joining = new JoiningChatCompletionService(service);
            return new ConnectorChatClient(joining.AsChatClient(), ConnectorTools.ForCompletionService, provider);
        }

        throw new ProviderException(
            ErrorCodes.ProviderUnavailable,
            $"The host has registered no chat client for the provider '{provider.Id}'. Register one as a keyed singleton of that name.");
    }
}
