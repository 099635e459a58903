using AIWhisperer.Core.Events;

namespace AIWhisperer.Core.Sessions;

/// <summary>What a person was asked about a tool call. Immutable.</summary>
/// <param name="ApprovalId">The question.</param>
/// <param name="ExpiresAt">When it is void, UTC.</param>
/// <param name="Resolution">What became of it; null while it waits.</param>
public sealed record ToolCallApproval(string ApprovalId, DateTimeOffset ExpiresAt, ApprovalResolution? Resolution = null);
