namespace AIWhisperer.Core.Sessions;

/// <summary>Summed usage.</summary>
/// <param name="Total">All of it.</param>
/// <param name="Rows">
/// The same by group: the latest day first, then by session, agent, provider and model, compared by code points. When nothing is told apart
/// it is one group; without usage there is none.
/// </param>
/// <param name="IsTruncated">Whether there are more groups than rows.</param>
public sealed record UsageReport(UsageSum Total, IReadOnlyList<UsageSum> Rows, bool IsTruncated);
