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

    /// <summary>Whether the answer has text.</summary>
    public bool HasText => _messages.Exists(message => message.Channel == MessageChannel.Final);

    /// <summary>Whether anything came that a person or a tool can see.</summary>
    public bool HasContent => _messages.Count > 0 || Calls.Count > 0;

    /// <summary>The <see cref="TimeProvider.GetTimestamp"/> reading at the first content.</summary>
    public long? FirstContentAt { get; private set; }

    public void Take(ChatResponseUpdate update)
    {
        // By index: an enumerator would be one allocation for every token.
        for (var index = 0; index < update.Contents.Count; index++)
        {
            switch (update.Contents[index])
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

    /// <summary>What tells readers that the pieces they have are void. It holds once <see cref="Restart"/> is called.</summary>
    public IEnumerable<SessionEvent> Drop() =>
        _messages.Select(message => new MessageDropped(message.Message.MessageId) { AgentId = agentId, TurnId = turnId });

    /// <summary>Another model writes the answer from its beginning.</summary>
    public void Restart()
    {
        _messages.Clear();
        Calls.Clear();
        FinishReason = null;
    }

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
}
