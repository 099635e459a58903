namespace AIWhisperer.Core.Sessions;

/// <summary>A page of messages, oldest first.</summary>
/// <param name="Messages">The rows.</param>
/// <param name="NextAfter">Give it as <c>after</c> to the next call; null on the last page.</param>
public sealed record MessagePage(IReadOnlyList<MessageView> Messages, long? NextAfter);
