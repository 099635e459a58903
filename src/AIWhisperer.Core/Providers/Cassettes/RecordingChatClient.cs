using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers.Cassettes;

/// <summary>Has every call that a session makes through a provider's client recorded, however it ends. Thread-safe.</summary>
internal sealed class RecordingChatClient(
    IChatClient wire, string providerId, CassetteRecorder recorder, Func<IEnumerable<Secret>> keys, TimeProvider clock)
    : DelegatingChatClient(wire)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        options is ProviderCallOptions { SessionId: { } sessionId } call
            ? RecordAsync([.. messages], call, sessionId, cancellationToken)
            : base.GetStreamingResponseAsync(messages, options, cancellationToken);

    private async IAsyncEnumerable<ChatResponseUpdate> RecordAsync(
        IReadOnlyList<ChatMessage> messages,
        ProviderCallOptions options,
        string sessionId,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var recorded = new RecordedCall(providerId, messages, options, clock);
        try
        {
            await using var updates = base.GetStreamingResponseAsync(messages, options, cancellationToken)
                .GetAsyncEnumerator(cancellationToken);
            while (true)
            {
                try
                {
                    if (!await updates.MoveNextAsync())
                    {
                        break;
                    }
                }
                catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
                {
                    recorded.Fail(failure);
                    throw;
                }

                recorded.Take(updates.Current);
                yield return updates.Current;
            }

            recorded.Complete();
        }
        finally
        {
            recorded.Leave();
            recorder.Add(sessionId, recorded, new Redaction(keys()));
        }
    }
}
