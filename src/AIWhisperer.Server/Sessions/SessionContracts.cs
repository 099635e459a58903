using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Loops.Approvals;

namespace AIWhisperer.Server.Sessions;

/// <summary>A new title.</summary>
/// <param name="Title">The title; may be empty.</param>
public sealed record RenameSessionRequest(string Title);

/// <summary>Which agent answers from here on.</summary>
/// <param name="AgentId">The agent.</param>
/// <param name="CarryOver">What it is given of the conversation; without it, its own setting holds.</param>
public sealed record SwitchAgentRequest(string AgentId, CarryOverSetting? CarryOver = null);

/// <summary>A page of a session's stored events, oldest first.</summary>
/// <param name="Events">The events, as the stream sends them.</param>
/// <param name="NextAfter">Give it as <c>after</c> to the next call; absent on the last page.</param>
public sealed record EventPage(IReadOnlyList<LoggedEvent> Events, long? NextAfter);

/// <summary>A session's questions whether tool calls may run.</summary>
/// <param name="Pending">Those that wait for an answer, oldest first.</param>
/// <param name="Standing">Approvals that stand for more than their own call and were not taken back, oldest first.</param>
public sealed record SessionApprovals(IReadOnlyList<ApprovalView> Pending, IReadOnlyList<ApprovalView> Standing);
