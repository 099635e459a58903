namespace AIWhisperer.Core.Providers.Cassettes;

/// <summary>One thing that a message or an update holds: exactly one of the properties is set.</summary>
internal sealed record CassetteContent
{
    public string? Text { get; init; }

    public string? Reasoning { get; init; }

    public CassetteToolCall? ToolCall { get; init; }

    public CassetteToolResult? ToolResult { get; init; }

    public CassetteUsage? Usage { get; init; }
}
