using System.Text.Json;
using System.Text.Json.Serialization;

namespace AIWhisperer.Core.Loops.ClientTools;

/// <summary>What a client answers to a call of its tool: exactly one of the two.</summary>
public sealed record ClientToolResult
{
    /// <summary>What the tool returned: a text, or any other JSON, also null. Of more than 64 KB head and tail are kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JsonElement Result { get; init; }

    /// <summary>Why there is no result, in words for the model.</summary>
    public string? Error { get; init; }
}
