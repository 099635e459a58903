using System.Text.Json;

namespace AIWhisperer.Core.Tools;

/// <summary>What the schema of a tool's arguments has to be that comes from outside: a model is shown it, and calls are held against it.</summary>
internal static class ArgumentSchema
{
    /// <summary>
    /// Whether it is an object whose properties are objects, each of a named type if any, with a list of the names of those that are required;
    /// and whether it can be written again, which half a character cannot.
    /// </summary>
    public static bool IsUsable(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object
        && IsWritable(schema)
        && (!schema.TryGetProperty("properties", out var properties)
            || (properties.ValueKind == JsonValueKind.Object && properties.EnumerateObject().All(property => HasType(property.Value))))
        && (!schema.TryGetProperty("required", out var required) || IsListOfTexts(required));

    private static bool HasType(JsonElement property) =>
        property.ValueKind == JsonValueKind.Object
        && (!property.TryGetProperty("type", out var type) || type.ValueKind == JsonValueKind.String || IsListOfTexts(type));

    private static bool IsListOfTexts(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String);

    private static bool IsWritable(JsonElement schema)
    {
        try
        {
            JsonSerializer.SerializeToUtf8Bytes(schema);
            return true;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
