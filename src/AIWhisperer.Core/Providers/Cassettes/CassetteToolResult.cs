using System.Text.Json;

namespace AIWhisperer.Core.Providers.Cassettes;

/// <summary>What the model was told that a tool gave.</summary>
/// <param name="Id">The call's id.</param>
/// <param name="Result">A text or any other JSON.</param>
internal sealed record CassetteToolResult(string Id, JsonElement? Result = null);
