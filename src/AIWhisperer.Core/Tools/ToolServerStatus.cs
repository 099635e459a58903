namespace AIWhisperer.Core.Tools;

/// <summary>A server of tools at one moment.</summary>
/// <param name="Id">Its name in the configuration.</param>
/// <param name="State">How it stands with it.</param>
/// <param name="Reason">Why it has no tools, or not all of them, with the remedy; null when all is well.</param>
/// <param name="Tools">Its tools as they are known; those that may not be called have <see cref="Tool.OffBecause"/>.</param>
public sealed record ToolServerStatus(string Id, ToolServerState State, string? Reason, IReadOnlyList<Tool> Tools);
