using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers.Resilience;

/// <summary>
/// The stream of one attempt that was let through, with what it holds: a place at the gate and a passage of the circuit. Used by one
/// reader at a time.
/// </summary>
internal sealed class AnswerStream(
    IAsyncEnumerator<ChatResponseUpdate> updates, CallPass place, CallTokens? tokens, CircuitPass passage, CallTally tally) : IAsyncDisposable
{
    private readonly List<ChatResponseUpdate> _begun = [];
    private bool _hasEnded;

    /// <summary>What was read before the first visible content, and the update that holds it.</summary>
    public IReadOnlyList<ChatResponseUpdate> Begun => _begun;

    /// <summary>Whether there is no more to read.</summary>
    public bool HasEnded => _hasEnded;

    /// <summary>What follows. Whoever reads it tells of each update by <see cref="Note"/> and of the end by <see cref="EndAsync"/>.</summary>
    public IAsyncEnumerator<ChatResponseUpdate> Updates => updates;

    /// <summary>Reads up to the first visible content, or the end of an answer without any. After a failure nothing is held any more.</summary>
    /// <param name="tell">Given what is news and not of the answer.</param>
    public async ValueTask BeginAsync(Action<ProviderNotice> tell)
    {
        try
        {
            while (await updates.MoveNextAsync())
            {
                var update = updates.Current;
                if (update.Contents is [ProviderNotice notice])
                {
                    tell(notice);
                    continue;
                }

                Note(update);
                if (VisibleContent.IsIn(update))
                {
                    _begun.Add(update);
                    if (passage.IsProbe)
                    {
                        // The provider answers: a long answer must not keep all other calls out.
                        await passage.SettleAsync(CallVerdict.Sound);
                    }

                    return;
                }

                // One without contents says only that the model is at work.
                if (update.Contents.Count > 0 || update.FinishReason is not null)
                {
                    _begun.Add(update);
                }
            }

            await EndAsync(null);
        }
        catch (Exception exception)
        {
            await EndAsync(exception);
            throw;
        }
    }

    /// <summary>Takes note of an update that is passed on.</summary>
    public void Note(ChatResponseUpdate update) => tokens?.Note(update);

    /// <summary>The call has ended, well or in a fault: gives back what it held. The first end counts.</summary>
    public async ValueTask EndAsync(Exception? fault)
    {
        if (_hasEnded)
        {
            return;
        }

        _hasEnded = true;
        try
        {
            await updates.DisposeAsync();
        }
        finally
        {
            if (tokens is not null)
            {
                place.Settle(tokens.Used);
            }

            tally.End(fault);

            // First the verdict, then the place: whoever takes it must meet a circuit that knows.
            await passage.SettleAsync(CallVerdicts.Of(fault));
            place.Dispose();
        }
    }

    /// <summary>Gives up what has not ended.</summary>
    public ValueTask DisposeAsync() => _hasEnded ? ValueTask.CompletedTask : EndAsync(new OperationCanceledException());
}
