using AIWhisperer.Core.Events;
using Microsoft.Extensions.AI;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Loops;

/// <summary>What one model call has answered so far. Filled by one reader; what it holds after a cut is the partial reply.</summary>
internal sealed class ModelReply(ILoopHost host, string turnId, string agentId, TimeProvider clock)
{
    private readonly List<(MessageChannel Channel, ILiveMessage Message)> _messages = [];

    public List<FunctionCallContent> Calls { get; } = [];

    public ChatFinishReason? FinishReason { get; private set; }

    public TurnUsage Usage { get; private set; } = TurnUsage.None;

    /// <summary>Whether anything came that a person or a tool can see.</summary>
    public bool HasContent => _messages.Count > 0 || Calls.Count > 0;

    /// <summary>The <see cref="TimeProvider.GetTimestamp"/> reading at the first content.</summary>
    public long? FirstContentAt { get; private set; }

    public void Take(ChatResponseUpdate update)
    {
        foreach (var content in update.Contents)
        {
            switch (content)
            {
                case TextContent { Text.Length: > 0 } text:
                    MessageOn(MessageChannel.Final).Append(text.Text);
                    break;
                case TextReasoningContent { Text.Length: > 0 } reasoning:
                    MessageOn(MessageChannel.Analysis).Append(reasoning.Text);
                    break;
                case FunctionCallContent call:
                    Calls.Add(call);
                    break;
                case UsageContent usage:
                    Usage = Read(usage.Details);
                    break;
            }
        }

        FinishReason = update.FinishReason ?? FinishReason;
        if (FirstContentAt is null && HasContent)
        {
            FirstContentAt = clock.GetTimestamp();
        }
    }

    /// <summary>The whole messages, in the order in which they began.</summary>
    public IEnumerable<SessionEvent> Complete(bool partial) =>
        _messages.Select(message => new MessageCompleted(
            message.Message.MessageId, Settle(message.Channel, partial), message.Message.Text, partial)
        {
            AgentId = agentId,
            TurnId = turnId,
        });

    /// <summary>
    /// What is said beside calls of tools is commentary, which is known only now. The call that ends the turn makes it none, and neither do
    /// those of a reply that was cut short: they are not made.
    /// </summary>
    private MessageChannel Settle(MessageChannel channel, bool partial) =>
        channel == MessageChannel.Final && !partial && Calls.Exists(call => call.Name != FinishTurnTool.Name) ? MessageChannel.Commentary : channel;

    private ILiveMessage MessageOn(MessageChannel channel)
    {
        foreach (var (candidate, message) in _messages)
        {
            if (candidate == channel)
            {
                return message;
            }
        }

        var begun = host.BeginMessage(turnId, agentId, channel);
        _messages.Add((channel, begun));
        return begun;
    }

    /// <summary>Providers that report usage more than once report running totals: the last one counts.</summary>
    private static TurnUsage Read(UsageDetails details) => new(
        details.InputTokenCount ?? 0,
        details.OutputTokenCount ?? 0,
        details.CachedInputTokenCount ?? 0,
        details.ReasoningTokenCount ?? 0);
}
