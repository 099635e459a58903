using System.Runtime.CompilerServices;
using AIWhisperer.Core.Providers;
using Microsoft.Extensions.AI;

namespace AIWhisperer.SemanticKernel;

/// <summary>
/// What functions made from prompts call the loop's model through: with the agent's settings where the function
/// names none.
/// </summary>
internal sealed class FunctionChatClient(IChatClient own, KernelEngine engine) : DelegatingChatClient(own)
{
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        base.GetResponseAsync(messages, Complete(options), cancellationToken);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var update in base.GetStreamingResponseAsync(messages, Complete(options), cancellationToken))
        {
            // News of the call is for the turn's log and no part of the answer.
            if (update.Contents.Any(content => content is ProviderNotice))
            {
                continue;
            }

            yield return update;
        }
    }

    private ProviderCallOptions Complete(ChatOptions? options)
    {
        var complete = new ProviderCallOptions(options);
        if (engine.Round?.Options is not { } loops)
        {
            return complete;
        }

        complete.TurnId = loops.TurnId;
        complete.Temperature ??= loops.Temperature;
        complete.MaxOutputTokens ??= loops.MaxOutputTokens;
        complete.TopP ??= loops.TopP;
        complete.Reasoning ??= loops.Reasoning;
        return complete;
    }
}
