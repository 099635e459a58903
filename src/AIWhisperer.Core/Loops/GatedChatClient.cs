using System.Runtime.CompilerServices;
using System.Threading.Channels;
using AIWhisperer.Core.Providers;
using AIWhisperer.Core.Providers.Resilience;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Loops;

/// <summary>An agent's calls, let through by its own limits, whichever model answers. Sessions are served in rotation. Thread-safe.</summary>
internal sealed class GatedChatClient(IChatClient inner, CallGate gate, LoopKey key) : DelegatingChatClient(inner)
{
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        WholeReply.ReadAsync(GetStreamingResponseAsync(messages, options, cancellationToken));

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> conversation = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var places = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true });
        var entering = EnterAsync(conversation, options, places.Writer, cancellationToken);
        await foreach (var place in places.Reader.ReadAllAsync(CancellationToken.None))
        {
            yield return new ChatResponseUpdate { Contents = [new WaitNotice(key.AgentId, place)] };
        }

        using var pass = await entering;
        await foreach (var update in InnerClient.GetStreamingResponseAsync(conversation, options, cancellationToken))
        {
            Settle(pass, update);
            yield return update;
        }
    }

    private async Task<CallPass> EnterAsync(
        IReadOnlyList<ChatMessage> messages, ChatOptions? options, ChannelWriter<int> places, CancellationToken cancellationToken)
    {
        try
        {
            return await gate.EnterAsync(
                key.SessionId, TokenEstimate.Of(messages, options), place => places.TryWrite(place), cancellationToken);
        }
        finally
        {
            places.Complete();
        }
    }

    private static void Settle(CallPass pass, ChatResponseUpdate update)
    {
        for (var index = 0; index < update.Contents.Count; index++)
        {
            if (update.Contents[index] is UsageContent usage)
            {
                pass.Settle((usage.Details.InputTokenCount ?? 0) + (usage.Details.OutputTokenCount ?? 0));
            }
        }
    }
}
