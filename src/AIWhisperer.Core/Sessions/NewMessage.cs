using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops.ClientTools;

namespace AIWhisperer.Core.Sessions;

/// <summary>A message to an agent of a session.</summary>
/// <param name="Text">1 to <see cref="SessionOptions.MaxMessageLength"/> characters, not only white space.</param>
/// <param name="AgentId">Another agent than the active one, for this message only; null means the active one.</param>
/// <param name="OnBusy">What to do when the agent is in a turn; null means the agent's own policy.</param>
/// <param name="OnDisconnect">What happens to the turn when its clients are gone; null means the agent's own policy.</param>
/// <param name="ClientMessageId">
/// The sender's own name for the message, unique within the session, 1 to 128 visible ASCII characters: sent again under the same name it
/// gives the same turn, not a second one, for as long as <see cref="SessionOptions.IdempotencyWindow"/> says.
/// </param>
/// <param name="Tools">
/// Tools that the sender runs itself, at most 32: the turn's calls of them come as <c>tool.clientCalled</c> and wait for
/// their results. The agent must be granted client tools. A message that would join a running turn is refused with them.
/// </param>
public sealed record NewMessage(
    string Text,
    string? AgentId = null,
    BusyPolicy? OnBusy = null,
    DisconnectPolicy? OnDisconnect = null,
    string? ClientMessageId = null,
    IReadOnlyList<ClientToolDeclaration>? Tools = null)
{
    /// <summary>Whether the sender has read what nobody vouches for, and may pass it on. The server knows; a client is not asked.</summary>
    internal bool IsUntrusted { get; init; }

    /// <summary>
    /// Whether the text is a call of one of the agent's tools, which is run without the agent's model. Of the server's own making: a client's
    /// message never is.
    /// </summary>
    internal bool IsCall { get; init; }
}
