namespace AIWhisperer.Storage;

internal sealed class DeleteRequest(string sessionId, long startedAt) : WriteRequest(startedAt)
{
    public string SessionId { get; } = sessionId;
}
