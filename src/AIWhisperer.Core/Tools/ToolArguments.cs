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

        var arguments = JsonSerializer.SerializeToElement(call.Arguments ?? new Dictionary<string, object?>(), AIJsonUtilities.DefaultOptions);
        var fault = new SchemaCheck().FindFault(tool.JsonSchema, arguments);
        return fault is null ? null : $"'{tool.Name}' was not run: {fault}. {Expected(tool)}";
    }

    /// <summary>One sentence that shows the model the arguments the tool takes.</summary>
    public static string Expected(AIFunction tool) =>
        tool.JsonSchema.ValueKind == JsonValueKind.Object
        && tool.JsonSchema.TryGetProperty("properties", out var properties)
        && properties.ValueKind == JsonValueKind.Object
            ? $"It takes: {ToolText.From(properties)}"
            : "It takes no arguments.";
}
