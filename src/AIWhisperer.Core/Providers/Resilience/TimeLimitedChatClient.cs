using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers.Resilience;

/// <summary>
/// Ends a call whose provider says nothing for too long, and aborts its request. An update of any kind shows that the model is at work; a
/// stream that moves has no limit in all. Thread-safe.
/// </summary>
internal sealed class TimeLimitedChatClient(IChatClient inner, ProviderDefinition provider, TimeProvider clock) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var own = (options as ProviderCallOptions)?.Timeout;
        var isVisible = false;
        using var watch = new SilenceWatch(own ?? provider.Resilience.FirstTokenTimeout, clock, cancellationToken);
        await using var updates = InnerClient.GetStreamingResponseAsync(messages, options, watch.Token).GetAsyncEnumerator(watch.Token);
        while (true)
        {
            watch.Begin();
            try
            {
                if (!await updates.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && watch.HasExpired)
            {
                throw Silent(watch.Limit, own is not null, isVisible);
            }

            watch.End();
            var update = updates.Current;
            if (!isVisible && VisibleContent.IsIn(update))
            {
                isVisible = true;
                watch.Use(own ?? provider.Resilience.SilenceTimeout);
            }

            yield return update;
        }
    }

    private ProviderException Silent(TimeSpan limit, bool isAgents, bool isVisible)
    {
        var key = isAgents ? "ai_config.timeout" : isVisible ? "resilience.silence_timeout" : "resilience.first_token_timeout";
        return new ProviderException(
            ErrorCodes.ProviderTimeout,
            $"Provider '{provider.Id}' sent nothing for {limit.TotalSeconds:0.#} s ({key}). Send the message again, or raise the limit.")
        {
            Retryable = true,
        };
    }
}
