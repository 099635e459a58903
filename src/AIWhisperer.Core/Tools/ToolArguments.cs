using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tools;

/// <summary>Holds a call's arguments against the tool's own schema, so that what is wrong can be told to the model by name.</summary>
internal static class ToolArguments
{
    /// <summary>What is wrong with the arguments, or null when they can be tried.</summary>
    public static string? FindFault(AIFunction tool, FunctionCallContent call)
    {
        if (call.Exception is not null)
        {
            return $"The arguments of '{tool.Name}' are not complete, valid JSON; it was not run. Send the whole call again. "
                + Expected(tool);
        }

        var arguments = call.Arguments;
        var missing = Required(tool.JsonSchema).Where(name => arguments is null || !arguments.ContainsKey(name)).ToList();
        if (missing.Count > 0)
        {
            return $"'{tool.Name}' was not run: missing {string.Join(", ", missing.Select(name => $"'{name}'"))}. {Expected(tool)}";
        }

        var wrong = arguments?.FirstOrDefault(argument => !Fits(tool.JsonSchema, argument.Key, argument.Value)).Key;
        return wrong is null ? null : $"'{tool.Name}' was not run: '{wrong}' is of the wrong type. {Expected(tool)}";
    }

    /// <summary>One sentence that shows the model the arguments the tool takes.</summary>
    public static string Expected(AIFunction tool) =>
        tool.JsonSchema.TryGetProperty("properties", out var properties)
            ? $"It takes: {ToolText.From(properties)}"
            : "It takes no arguments.";

    private static IEnumerable<string> Required(JsonElement schema) =>
        schema.TryGetProperty("required", out var required) ? required.EnumerateArray().Select(name => name.GetString()!) : [];

    private static bool Fits(JsonElement schema, string name, object? value)
    {
        if (!schema.TryGetProperty("properties", out var properties)
            || !properties.TryGetProperty(name, out var property)
            || !property.TryGetProperty("type", out var type))
        {
            return true;
        }

        var json = value is JsonElement element ? element : JsonSerializer.SerializeToElement(value, AIJsonUtilities.DefaultOptions);
        return type.ValueKind == JsonValueKind.Array
            ? type.EnumerateArray().Any(one => FitsType(one.GetString(), json))
            : FitsType(type.GetString(), json);
    }

    private static bool FitsType(string? type, JsonElement value) => type switch
    {
        "string" => value.ValueKind == JsonValueKind.String,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => true,
    };
}
