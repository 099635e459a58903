using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers.Resilience;

/// <summary>
/// Calls to one provider, let through by its limits and its circuit, and made again while nothing of the answer is visible. Notices of
/// waits and retries come among the answer's updates as they happen. Thread-safe.
/// </summary>
internal sealed class ResilientChatClient : DelegatingChatClient
{
    private readonly ProviderDefinition _provider;
    private readonly CallTally _tally;
    private readonly TimeProvider _clock;
    private readonly CallGate _gate;
    private readonly Circuit _circuit;
    private readonly Attempts _attempts;

    public ResilientChatClient(
        IChatClient inner, ProviderDefinition provider, ProviderGuards guards, CallTally tally, TimeProvider clock)
        : base(inner)
    {
        _provider = provider;
        _tally = tally;
        _clock = clock;
        _gate = guards.Gate;
        _circuit = guards.Circuit;
        _attempts = new Attempts(provider, _circuit, clock);
    }

    /// <summary>What is going on now.</summary>
    public ProviderActivity Activity => _tally.Read(_provider.Id) with
    {
        WaitingCalls = _gate.Waiting,
        Circuit = _circuit.State,
        OpenUntil = _circuit.Left is var left && left > TimeSpan.Zero ? _clock.GetUtcNow() + left : null,
    };

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken)
            .Where(update => update.Contents is not [ProviderNotice])
            .ToChatResponseAsync(cancellationToken);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var call = new ModelCall(messages as IReadOnlyList<ChatMessage> ?? [.. messages], options);
        var opening = OpenAsync(call, ending.Token);
        try
        {
            await foreach (var notice in call.News.ReadAllAsync(cancellationToken))
            {
                yield return new ChatResponseUpdate { Contents = [notice] };
            }

            var answer = await opening;
            foreach (var update in answer.Begun)
            {
                yield return update;
            }

            // Here goes every token: nothing may be allocated.
            while (!answer.HasEnded)
            {
                try
                {
                    if (!await answer.Updates.MoveNextAsync())
                    {
                        break;
                    }
                }
                catch (Exception exception)
                {
                    await answer.EndAsync(exception);
                    throw;
                }

                var update = answer.Updates.Current;
                answer.Note(update);
                yield return update;
            }

            await answer.EndAsync(null);
        }
        finally
        {
            await LeaveAsync(opening, ending);
        }
    }

    /// <summary>Ends what is still under way, whether the reader left or the answer has ended.</summary>
    private static async Task LeaveAsync(Task<AnswerStream> opening, CancellationTokenSource ending)
    {
        if (!opening.IsCompleted)
        {
            await ending.CancelAsync();
        }

        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening.IsCompletedSuccessfully)
        {
            await (await opening).DisposeAsync();
        }
    }

    private async Task<AnswerStream> OpenAsync(ModelCall call, CancellationToken cancellationToken)
    {
        try
        {
            return await _attempts.RunAsync(call, AttemptAsync, cancellationToken);
        }
        finally
        {
            call.EndNews();
        }
    }

    private async ValueTask<AnswerStream> AttemptAsync(ModelCall call, CancellationToken cancellationToken)
    {
        // Also before the queue: a call that would be refused must not wait for it.
        _circuit.ThrowIfRefuses();
        var tokens = CountTokens(call);
        var place = await _gate.EnterAsync(call.AgentId, tokens?.Used ?? 0, place => call.Tell(new WaitNotice(_provider.Id, place)), cancellationToken);
        CircuitPass passage;
        try
        {
            passage = _circuit.Enter();
        }
        catch
        {
            place.Withdraw();
            place.Dispose();
            throw;
        }

        call.BeginAttempt();
        _tally.Begin();
        var updates = InnerClient.GetStreamingResponseAsync(call.Messages, call.Options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var answer = new AnswerStream(updates, place, tokens, passage, _tally);
        await answer.BeginAsync(call.Tell);
        return answer;
    }

    /// <summary>Null where no rate asks for it.</summary>
    private CallTokens? CountTokens(ModelCall call) =>
        _provider.Limits.TokensPerMinute is null ? null : new CallTokens(TokenEstimate.Of(call.Messages, call.Options));
}
