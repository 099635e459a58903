using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Loops.Approvals;

/// <summary>What is to be done about a call.</summary>
/// <param name="Decision">What.</param>
/// <param name="Reason">Why, for people.</param>
internal readonly record struct ApprovalVerdict(ApprovalDecision Decision, string Reason);
