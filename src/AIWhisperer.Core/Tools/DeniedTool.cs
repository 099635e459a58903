namespace AIWhisperer.Core.Tools;

/// <summary>A tool that an agent would have been granted, had it not been taken away.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Because">What takes it away, such as <c>deny_tools: write_*</c>.</param>
public sealed record DeniedTool(Tool Tool, string Because);
