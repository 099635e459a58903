using Microsoft.Extensions.AI;

namespace AIWhisperer.Mcp.Serving;

/// <summary>A call of a tool by a client.</summary>
/// <param name="Content">The tool and its arguments; those that cannot be used are taken away, and the fault is noted.</param>
/// <param name="Conversation">Where it goes.</param>
/// <param name="Progress">Told what goes on; null when the client does not want to know.</param>
/// <param name="ConnectionToken">Cancelled when the answer can reach nobody any more.</param>
internal sealed record ClientCall(
    FunctionCallContent Content, Conversation Conversation, CallProgress? Progress, CancellationToken ConnectionToken)
{
    /// <summary>The tool.</summary>
    public string Name => Content.Name;
}
