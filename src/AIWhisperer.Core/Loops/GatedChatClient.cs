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
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var tokens = new CallTokens(TokenEstimate.Of(conversation, options));
        var places = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true });
        var entering = EnterAsync(tokens, places.Writer, leaving.Token);
        try
        {
            await foreach (var place in places.Reader.ReadAllAsync(CancellationToken.None))
            {
                yield return new ChatResponseUpdate { Contents = [new WaitNotice(key.AgentId, place)] };
            }

            await entering;
            await foreach (var update in InnerClient.GetStreamingResponseAsync(conversation, options, cancellationToken))
            {
                tokens.Note(update);
                yield return update;
            }
        }
        finally
        {
            await leaving.CancelAsync();
            await ((Task)entering).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (entering.IsCompletedSuccessfully)
            {
                using var pass = await entering;
                pass.Settle(tokens.Used);
            }
        }
    }

    private async Task<CallPass> EnterAsync(CallTokens tokens, ChannelWriter<int> places, CancellationToken cancellationToken)
    {
        try
        {
            return await gate.EnterAsync(key.SessionId, tokens.Used, place => places.TryWrite(place), cancellationToken);
        }
        finally
        {
            places.Complete();
        }
    }
}
