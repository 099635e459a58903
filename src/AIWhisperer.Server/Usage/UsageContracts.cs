using AIWhisperer.Core.Sessions;

namespace AIWhisperer.Server.Usage;

/// <summary>What your turns took.</summary>
/// <param name="From">The first UTC day.</param>
/// <param name="To">The last UTC day, included.</param>
/// <param name="Total">All of it.</param>
/// <param name="Rows">The same by group, the latest day first.</param>
/// <param name="IsTruncated">True when there are more groups than <c>limit</c>: the total has them, the rows do not.</param>
public sealed record UsageResponse(DateOnly From, DateOnly To, UsageSum Total, IReadOnlyList<UsageSum> Rows, bool IsTruncated);
