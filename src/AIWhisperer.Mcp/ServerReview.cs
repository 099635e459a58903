using System.Collections.Immutable;

namespace AIWhisperer.Mcp;

/// <summary>A server as it answers now, against what was approved of it.</summary>
/// <param name="OriginBefore">Its program or address when it was approved; null when it was not yet.</param>
/// <param name="OriginNow">Its program or address as <c>mcp.yaml</c> says.</param>
/// <param name="Fingerprint">A hash over the program or address and all tools as they are now: what a person approves of.</param>
/// <param name="Tools">By name.</param>
public sealed record ServerReview(string? OriginBefore, string OriginNow, string Fingerprint, ImmutableArray<ToolReview> Tools)
{
    /// <summary>Whether nothing is left to approve.</summary>
    public bool IsApproved => OriginBefore == OriginNow && Tools.All(tool => tool.Change == ToolChange.None);
}
