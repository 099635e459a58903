namespace AIWhisperer.Core.Sessions;

/// <summary>What waits for a person in all sessions of one owner.</summary>
/// <param name="Pending">The questions, those first that are void first.</param>
/// <param name="IsTruncated">Whether there are more than were asked for.</param>
public sealed record WaitingApprovals(IReadOnlyList<WaitingApproval> Pending, bool IsTruncated);
