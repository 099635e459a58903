using AIWhisperer.Core;

namespace AIWhisperer.Mcp;

/// <summary>A call failed; the message is for the model.</summary>
internal sealed class McpCallException(string message, Exception? innerException = null)
    : AIWhispererException("tool_failed", message, innerException);
