using System.Text.Json;

namespace AIWhisperer.Core.Loops.ClientTools;

/// <summary>What a client answers to a call of its tool: exactly one of the two.</summary>
/// <param name="Result">What the tool returned: a text, or any other JSON but null. Of more than 64 KB head and tail are kept.</param>
/// <param name="Error">Why there is no result, in words for the model.</param>
public sealed record ClientToolResult(JsonElement? Result = null, string? Error = null);
