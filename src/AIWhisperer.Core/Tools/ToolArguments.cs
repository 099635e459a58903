using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tools;

/// <summary>Holds a call's arguments against the tool's own schema, so that what is wrong can be told to the model by name.</summary>
internal static class ToolArguments
{
    private const int DeepestNesting = 16;

    private static readonly JsonSerializerOptions s_bounded = new(AIJsonUtilities.DefaultOptions) { MaxDepth = DeepestNesting };

    /// <summary>
    /// Takes away arguments that cannot be written again, since they hold half a character or nest too deep, and marks their call as one that
    /// could not be read. What is done with a call afterwards meets no such arguments.
    /// </summary>
    public static void Screen(FunctionCallContent call)
    {
        try
        {
            JsonSerializer.SerializeToUtf8Bytes(call.Arguments, s_bounded);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or ArgumentException)
        {
            call.Arguments = null;
            call.Exception ??= fault;
        }
    }

    /// <summary>What is wrong with the arguments, or null when they can be tried.</summary>
    public static string? FindFault(AIFunction tool, FunctionCallContent call)
    {
        if (call.Exception is not null)
        {
            return $"The arguments of '{tool.Name}' are not complete, valid JSON that nests at most {DeepestNesting} levels; it was not run. "
                + $"Send the whole call again. {Expected(tool)}";
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
        Find(tool.JsonSchema, "properties", JsonValueKind.Object) is { } properties
            ? $"It takes: {ToolText.From(properties)}"
            : "It takes no arguments.";

    private static IEnumerable<string> Required(JsonElement schema) =>
        Find(schema, "required", JsonValueKind.Array) is { } required ? required.EnumerateArray().Select(TextOf).OfType<string>() : [];

    private static bool Fits(JsonElement schema, string name, object? value)
    {
        if (Find(schema, "properties", JsonValueKind.Object) is not { } properties
            || !properties.TryGetProperty(name, out var property)
            || property.ValueKind != JsonValueKind.Object
            || !property.TryGetProperty("type", out var type))
        {
            return true;
        }

        var json = value is JsonElement element ? element : JsonSerializer.SerializeToElement(value, AIJsonUtilities.DefaultOptions);
        return type.ValueKind == JsonValueKind.Array
            ? type.EnumerateArray().Any(one => FitsType(TextOf(one), json))
            : FitsType(TextOf(type), json);
    }

    // Also a schema that nobody has checked, such as true, harms no call: what cannot be understood demands nothing.
    private static JsonElement? Find(JsonElement schema, string name, JsonValueKind kind) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(name, out var found) && found.ValueKind == kind ? found : null;

    private static string? TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

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
