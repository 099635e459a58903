using System.Text.Json;
using System.Text.Json.Nodes;
using AIWhisperer.Core.Tools;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace AIWhisperer.SemanticKernel;

/// <summary>A function of a host's plugin as a tool that agents are granted: its name is <c>plugin_function</c>.</summary>
internal sealed class PluginTool(KernelFunction function) : DelegatingAIFunction(function)
{
    /// <summary>Nobody knows what a plugin does: it counts among the tools that reach furthest.</summary>
    public static Tool Create(KernelFunction function) => new(new PluginTool(function), "plugins", ToolEffect.Execute)
    {
        Tags = ["plugins"],
        GivesUntrusted = true,
    };

    /// <summary>A kernel writes the function's description into its schema under a key that no JSON Schema knows and strict providers refuse.</summary>
    public override JsonElement JsonSchema { get; } = Known(function.JsonSchema);

    private static JsonElement Known(JsonElement schema)
    {
        var known = JsonNode.Parse(schema.GetRawText())!.AsObject();
        known.Remove("condition");
        return JsonSerializer.SerializeToElement(known);
    }
}
