using AIWhisperer.Core.Loops.Approvals;

namespace AIWhisperer.Core.Sessions;

/// <summary>A question whether a tool call may run that waits in one of somebody's sessions. Immutable.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="SessionTitle">Its title, possibly empty.</param>
/// <param name="Approval">The question.</param>
public sealed record WaitingApproval(string SessionId, string SessionTitle, ApprovalView Approval);
