using System.Text.Json;
using System.Text.RegularExpressions;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Tools;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Loops.ClientTools;

/// <summary>What clients may declare. Thread-safe singleton.</summary>
internal sealed partial class ClientToolRules(ToolCatalog catalog, IToolServers servers, IOptions<ToolOptions> options)
{
    private const int MostTools = 32;
    private const int LongestDescription = 4_000;
    private const int MostSchemaBytes = 16_384;
    private const int DeepestSchema = 16;
    private const int LongestTimeout = 3_600;

    public ToolOptions Options => options.Value;

    /// <summary>Checks what a client declares at one time.</summary>
    /// <exception cref="InvalidInputException">Something does not fit; the field says which.</exception>
    public void Check(IReadOnlyList<ClientToolDeclaration> tools)
    {
        if (tools.Count > MostTools)
        {
            throw Invalid("tools", $"There are {tools.Count} tools; a client may declare {MostTools}.");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < tools.Count; index++)
        {
            // A list of JSON may hold null, whatever its type says.
            if (tools[index] is null)
            {
                throw Invalid($"tools[{index}]", "This is no tool. Give an object with name, description and parameters.");
            }

            if (Fault(tools[index], names) is var (field, fault))
            {
                throw Invalid($"tools[{index}].{field}", fault);
            }
        }
    }

    private (string Field, string Fault)? Fault(ClientToolDeclaration tool, HashSet<string> names)
    {
        if (!NamePattern.IsMatch(tool.Name))
        {
            return ("name", $"'{ShownText.Of(tool.Name)}' is no name of a tool. Use 1 to 64 letters, digits, '_' and '-'.");
        }

        if (!names.Add(tool.Name))
        {
            return ("name", $"'{tool.Name}' is declared twice. Give each tool a name of its own.");
        }

        if (catalog.Find(tool.Name) is not null || tool.Name == FinishTurnTool.Name || OfServer(tool.Name))
        {
            return ("name", $"'{tool.Name}' is a tool of the server. Choose another name.");
        }

        if (tool.Description.Length > LongestDescription)
        {
            return ("description", $"The description is longer than {LongestDescription} characters. Shorten it.");
        }

        if (tool.TimeoutSeconds is < 1 or > LongestTimeout)
        {
            return ("timeoutSeconds", $"Give 1 to {LongestTimeout} seconds, or leave it out.");
        }

        return FaultOfSchema(tool.Parameters) is { } fault ? ("parameters", fault) : null;
    }

    private bool OfServer(string name) => servers.Servers.Any(
        server => name.StartsWith(Configuration.NamePattern.PrefixOf(server.Id), StringComparison.Ordinal));

    private static string? FaultOfSchema(JsonElement schema)
    {
        if (!ArgumentSchema.IsUsable(schema) || (schema.TryGetProperty("type", out var type) && !IsText(type, "object")))
        {
            return "This is no JSON Schema of named arguments. Give one, such as {\"type\":\"object\",\"properties\":{}}: 'properties' has to be an "
                + "object of schemas, each with a 'type' that is a name or a list of names, and 'required' a list of names, all of valid Unicode.";
        }

        if (JsonSerializer.SerializeToUtf8Bytes(schema).Length > MostSchemaBytes)
        {
            return $"The schema is larger than {MostSchemaBytes} bytes. Leave descriptions out, or split the tool.";
        }

        return IsShallow(schema, DeepestSchema) ? null : $"The schema is nested more than {DeepestSchema} deep. Make it flatter.";
    }

    private static bool IsText(JsonElement value, string text) => value.ValueKind == JsonValueKind.String && value.ValueEquals(text);

    private static bool IsShallow(JsonElement value, int depth) => depth >= 0 && value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().All(member => IsShallow(member.Value, depth - 1)),
        JsonValueKind.Array => value.EnumerateArray().All(item => IsShallow(item, depth - 1)),
        _ => true,
    };

    private static InvalidInputException Invalid(string field, string fault) => new(ErrorCodes.InvalidRequest, field, fault);

    [GeneratedRegex(@"\A[a-zA-Z0-9_-]{1,64}\z")]
    private static partial Regex NamePattern { get; }
}
