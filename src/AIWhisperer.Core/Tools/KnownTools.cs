using System.Text.Json;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Tools;

/// <summary>Tells the configuration which tools and servers there are.</summary>
internal static class KnownTools
{
    /// <summary>All but the tool sets.</summary>
    public static ToolReferences Of(ToolCatalog catalog, IToolServers servers) =>
        ToolReferences.None with { Tools = [.. catalog.Tools.Select(Of)], Servers = [.. servers.Servers.Select(server => server.Id)] };

    private static KnownTool Of(Tool tool) => new(tool.Name, tool.Tags, [.. ArgumentsOf(tool.Function.JsonSchema)]);

    private static IEnumerable<string> ArgumentsOf(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out var properties)
            ? properties.EnumerateObject().Select(property => property.Name)
            : [];
}
