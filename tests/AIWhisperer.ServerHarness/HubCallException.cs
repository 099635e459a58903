using System.Text.Json;

namespace AIWhisperer.ServerHarness;

/// <summary>A hub call ended with an error.</summary>
public sealed class HubCallException(string text) : Exception(text)
{
    /// <summary>The problem at the end of the text, as the contract says where it is.</summary>
    public JsonElement Problem { get; } = JsonSerializer.Deserialize<JsonElement>(text[text.IndexOf('{', StringComparison.Ordinal)..]);

    public string Code => Problem.GetProperty("code").GetString()!;

    public string? Field => Problem.Field();
}
