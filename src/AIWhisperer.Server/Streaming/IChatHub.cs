using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops.Approvals;
using AIWhisperer.Core.Loops.ClientTools;
using AIWhisperer.Core.Sessions;

namespace AIWhisperer.Server.Streaming;

/// <summary>
/// The contract of the hub at <c>/hubs/chat</c>, for SignalR clients with the JSON protocol. Every method checks that the session is the
/// caller's own; an id resumes a session, it does not authorize.
/// </summary>
/// <remarks>
/// A call that fails ends with an error whose text ends in the problem as one JSON object: <c>code</c> and <c>message</c> always,
/// <c>field</c> and <c>retryAfterSeconds</c> where they apply. The codes are those of the REST API. Unknown fields are refused. The
/// calls of one connection run in order, so none of them waits for an answer of an agent: answers come through <see cref="Attach"/>.
/// </remarks>
public interface IChatHub
{
    /// <summary>Starts a session. Send <c>{}</c> for the default agent and no title.</summary>
    Task<SessionRecord> CreateSession(NewSession request);

    /// <summary>
    /// Streams the session's events: what was missed since <paramref name="after"/>, then live, with no hole and no repeat. Ends when the
    /// session closes. After a lost connection, attach again with the <c>seq</c> of the last event seen. Of what agents say it gives the
    /// channels <c>final</c> and <c>commentary</c>.
    /// </summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="after">The <c>seq</c> of the last event the client has; 0 for all.</param>
    /// <param name="cancellationToken">Cancelled when the client ends the stream; clients do not send it.</param>
    Task<IAsyncEnumerable<LoggedEvent>> Attach(string sessionId, long after, CancellationToken cancellationToken);

    /// <summary>The same as <see cref="Attach"/>, with the channels that are named and no other.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="after">The <c>seq</c> of the last event the client has; 0 for all.</param>
    /// <param name="channels">At least one of <c>final</c>, <c>commentary</c> and <c>analysis</c>.</param>
    /// <param name="cancellationToken">Cancelled when the client ends the stream; clients do not send it.</param>
    Task<IAsyncEnumerable<LoggedEvent>> AttachChannels(
        string sessionId, long after, IReadOnlyList<string> channels, CancellationToken cancellationToken);

    /// <summary>
    /// The same as <see cref="AttachChannels"/>, with tools that this client runs itself: turns that begin while the stream is attached may
    /// call them, at agents that are granted client tools. A call comes as <c>tool.clientCalled</c>, on every channel. When the stream ends
    /// and nobody else offers the tool, its calls fail.
    /// </summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="after">The <c>seq</c> of the last event the client has; 0 for all.</param>
    /// <param name="channels">At least one of <c>final</c>, <c>commentary</c> and <c>analysis</c>.</param>
    /// <param name="tools">The tools, at most 32.</param>
    /// <param name="cancellationToken">Cancelled when the client ends the stream; clients do not send it.</param>
    Task<IAsyncEnumerable<LoggedEvent>> AttachWithTools(
        string sessionId,
        long after,
        IReadOnlyList<string> channels,
        IReadOnlyList<ClientToolDeclaration> tools,
        CancellationToken cancellationToken);

    /// <summary>Answers a call of a client's tool. Of several answers the first counts.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="turnId">The turn that called.</param>
    /// <param name="callId">The call.</param>
    /// <param name="result">The result, or the error.</param>
    Task ProvideToolResult(string sessionId, string turnId, string callId, ClientToolResult result);

    /// <summary>
    /// Hands a message to an agent. Returns the receipt as soon as the message is durable. A message with a <c>clientMessageId</c> can be
    /// sent again when the answer to this call was lost: it gives the same receipt, with <c>replayed</c>, and no second turn.
    /// </summary>
    Task<TurnReceipt> Send(string sessionId, NewMessage message);

    /// <summary>Stops a turn, running or queued, and returns it as it ended.</summary>
    Task<TurnView> Cancel(string sessionId, string turnId);

    /// <summary>Approves or refuses a tool call that waits for a person, once. Returns when the answer is durable.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="approvalId">The question, from <c>tool.approvalRequired</c>.</param>
    /// <param name="answer">The answer.</param>
    Task<ApprovalView> ResolveApproval(string sessionId, string approvalId, ApprovalAnswer answer);

    /// <summary>Takes back an approval that stands for more than its own call: later calls are asked about again.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="approvalId">The question that the approval answered.</param>
    Task RevokeApproval(string sessionId, string approvalId);

    /// <summary>Makes another agent the active one.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="agentId">The agent.</param>
    /// <param name="carryOver">What it is given of the conversation; null means its own setting.</param>
    Task<SessionRecord> SwitchAgent(string sessionId, string agentId, CarryOverSetting? carryOver);
}
