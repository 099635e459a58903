using System.Text.Json;

namespace AIWhisperer.Mcp;

/// <summary>A tool as its server lists it.</summary>
/// <param name="Name">The server's own name of it.</param>
/// <param name="Description">What models are told, made fit for that.</param>
/// <param name="Schema">Of its arguments.</param>
/// <param name="Pin">What it is recognised by.</param>
internal sealed record ServerTool(string Name, string Description, JsonElement Schema, ToolPin Pin)
{
    /// <summary>Why it cannot be offered, whoever approves of it; null when it can.</summary>
    public string? Fault { get; init; }
}
