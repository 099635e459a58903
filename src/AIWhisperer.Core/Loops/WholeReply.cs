using AIWhisperer.Core.Events;
using AIWhisperer.Core.Providers;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Loops;

/// <summary>Folds a stream into one response: what was dropped on the way and what is no part of the answer are left out.</summary>
internal static class WholeReply
{
    public static async Task<ChatResponse> ReadAsync(IAsyncEnumerable<ChatResponseUpdate> updates)
    {
        var kept = new List<ChatResponseUpdate>();
        await foreach (var update in updates)
        {
            if (update.Contents is [FallbackNotice { Partial: BrokenReplyPolicy.Restart }])
            {
                kept.Clear();
            }
            else if (update.Contents is not [ProviderNotice])
            {
                kept.Add(update);
            }
        }

        return kept.ToChatResponse();
    }
}
