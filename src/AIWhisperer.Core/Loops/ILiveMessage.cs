namespace AIWhisperer.Core.Loops;

/// <summary>A message that is being written. One writer at a time. It ends with the <c>message.completed</c> or <c>message.dropped</c> of its id.</summary>
public interface ILiveMessage
{
    /// <summary>The message's id.</summary>
    string MessageId { get; }

    /// <summary>All text so far.</summary>
    string Text { get; }

    /// <summary>Adds text and makes it visible. Never blocks on a client.</summary>
    void Append(string text);
}
