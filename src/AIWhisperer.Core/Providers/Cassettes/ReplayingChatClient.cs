using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers.Cassettes;

/// <summary>Answers as a cassette says, in a provider's place: without network and without a key. Thread-safe.</summary>
internal sealed class ReplayingChatClient(string providerId, CassettePlayer player, double speed, TimeProvider clock) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var caller = options as ProviderCallOptions;
        var model = options?.ModelId ?? "";
        var call = player.Next(caller?.SessionId, caller?.AgentId ?? "", providerId, model, CallForm.Sent(messages, options));
        var started = clock.GetTimestamp();
        foreach (var piece in call.Pieces)
        {
            await PaceAsync(started, piece.Ms, cancellationToken);
            yield return new ChatResponseUpdate(ChatRole.Assistant, [.. piece.Contents.Select(ContentForm.ToContent)])
            {
                FinishReason = piece.Finish is null ? null : new ChatFinishReason(piece.Finish),
                ModelId = piece.Model,
            };
        }

        await PaceAsync(started, call.End.Ms, cancellationToken);
        switch (call.End)
        {
            case { Error: { } error }:
                throw error.ToException();

            // Whoever left the call then, a person or a time limit, leaves it again.
            case { Outcome: CassetteOutcome.Cancelled }:
                await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken);
                break;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    // Each piece has its own moment counted from the start, so that timers that fire late do not add up.
    private async Task PaceAsync(long started, long ms, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (speed > 0)
        {
            var wait = TimeSpan.FromMilliseconds(ms / speed) - clock.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, clock, cancellationToken);
            }
        }
    }
}
