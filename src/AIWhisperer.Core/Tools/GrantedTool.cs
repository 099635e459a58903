namespace AIWhisperer.Core.Tools;

/// <summary>A tool that an agent is granted.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Because">What grants it, such as <c>tool_sets: readonly_filesystem</c>.</param>
public sealed record GrantedTool(Tool Tool, string Because);
