namespace AIWhisperer.Mcp;

/// <summary>A server cannot be used; the message says why, as the end of a sentence that begins with its name.</summary>
internal sealed class McpConnectException(string reason, Exception? innerException = null) : IOException(reason, innerException);
