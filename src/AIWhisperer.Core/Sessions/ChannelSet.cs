using AIWhisperer.Core.Events;

namespace AIWhisperer.Core.Sessions;

/// <summary>
/// Which channels a client sees. What is said on others does not go to it: no text and no tool calls, live or stored, however it asks.
/// What belongs to no channel goes to everybody. The default value is the empty set. Immutable.
/// </summary>
public readonly record struct ChannelSet
{
    private const string Field = "channels";

    private readonly int _bits;

    private ChannelSet(params ReadOnlySpan<MessageChannel> channels)
    {
        foreach (var channel in channels)
        {
            _bits |= 1 << (int)channel;
        }
    }

    /// <summary>What a client sees that did not choose: <c>final</c> and <c>commentary</c>.</summary>
    public static ChannelSet Default { get; } = new(MessageChannel.Final, MessageChannel.Commentary);

    /// <summary>The channels of these names, as a client chose them.</summary>
    /// <param name="names">At least one of <c>final</c>, <c>commentary</c> and <c>analysis</c>.</param>
    /// <exception cref="InvalidInputException">There is none, or one of another name.</exception>
    public static ChannelSet Of(IEnumerable<string> names)
    {
        MessageChannel[] channels = [.. names.Select(Named)];
        return channels.Length > 0 ? new ChannelSet(channels) : throw Unusable();
    }

    /// <summary>Whether what is said on the channel is seen.</summary>
    public bool Contains(MessageChannel channel) => (_bits & (1 << (int)channel)) != 0;

    /// <summary>Whether an event of the channel is seen; null means that it belongs to none.</summary>
    internal bool Sees(MessageChannel? channel) => channel is not { } its || Contains(its);

    /// <summary>
    /// What is seen of an event: itself, nothing, or, of tool talk that may have been shown as part of the answer while it was written, that
    /// it is void.
    /// </summary>
    internal LoggedEvent? Show(LoggedEvent logged) =>
        Sees(logged.Channel) ? logged
        : logged is { Type: EventTypes.MessageCompleted, Channel: MessageChannel.Commentary } && Contains(MessageChannel.Final) ? Void(logged)
        : null;

    private static LoggedEvent Void(LoggedEvent logged)
    {
        var completed = (SessionEvent.MessageCompleted)logged.Read();
        return LoggedEvent.Of(new SessionEvent.MessageDropped(completed.MessageId)
        {
            Seq = completed.Seq,
            At = completed.At,
            AgentId = completed.AgentId,
            TurnId = completed.TurnId,
            Channel = MessageChannel.Final,
        });
    }

    private static MessageChannel Named(string name) => name switch
    {
        "final" => MessageChannel.Final,
        "commentary" => MessageChannel.Commentary,
        "analysis" => MessageChannel.Analysis,
        _ => throw Unusable(),
    };

    private static InvalidInputException Unusable() =>
        new(ErrorCodes.InvalidRequest, Field, $"'{Field}' takes one or more of 'final', 'commentary' and 'analysis'. Leave it out for the first two.");
}
