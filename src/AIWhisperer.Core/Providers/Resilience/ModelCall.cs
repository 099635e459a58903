using System.Threading.Channels;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers.Resilience;

/// <summary>One call over all its attempts, of which there is one at a time.</summary>
internal sealed class ModelCall(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
{
    // Holds a notice for each retry, and one every 2 seconds of waiting at most.
    private readonly Channel<ProviderNotice> _news = Channel.CreateUnbounded<ProviderNotice>(
        new UnboundedChannelOptions { SingleReader = true });

    private bool _wasAttempted;

    public IReadOnlyList<ChatMessage> Messages => messages;

    public ChatOptions? Options => options;

    public string? AgentId => (options as ProviderCallOptions)?.AgentId;

    /// <summary>Whether one more attempt may follow the last.</summary>
    public bool MayTryAgain => Budget is not { HasAnother: false };

    /// <summary>What is to be told of the call, until its answer begins.</summary>
    public ChannelReader<ProviderNotice> News => _news.Reader;

    private CallBudget? Budget => (options as ProviderCallOptions)?.Budget;

    public void Tell(ProviderNotice notice) => _news.Writer.TryWrite(notice);

    public void EndNews() => _news.Writer.TryComplete();

    /// <summary>Takes an attempt from the budget: now it is made.</summary>
    public void BeginAttempt()
    {
        if (_wasAttempted)
        {
            Budget?.TryTakeAnother();
        }
        else
        {
            _wasAttempted = true;
            Budget?.TakeFirst();
        }
    }
}
