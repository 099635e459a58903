using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Loops.ClientTools;

/// <summary>Sends a call to the session's clients and waits for the answer of one.</summary>
/// <param name="content">The call as it is run.</param>
/// <param name="timeout">How long it waits.</param>
/// <param name="isOfMessage">Whether the tool came with the turn's message.</param>
/// <param name="cancellationToken">Ends the waiting.</param>
internal delegate Task<string> ClientToolCall(
    FunctionCallContent content, TimeSpan timeout, bool isOfMessage, CancellationToken cancellationToken);
