namespace AIWhisperer.Core.Providers.Offline;

/// <summary>A tool's result that ends the history.</summary>
/// <param name="Tool">The tool's name.</param>
/// <param name="Path">The call's argument <c>path</c>, where it had one.</param>
/// <param name="Text">The result.</param>
internal sealed record OfflineToolResult(string Tool, string? Path, string Text)
{
    /// <summary>Whether the call gave an error in the result's place.</summary>
    public bool IsError => Text.StartsWith("Error: ", StringComparison.Ordinal);
}
