using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Providers.OpenAI;

/// <summary>A tool call of which parts have arrived.</summary>
internal sealed class PartialToolCall(int? index)
{
    private readonly StringBuilder _arguments = new();

    public int? Index => index;

    public string? Id { get; private set; }

    public string Name { get; private set; } = "";

    public void Add(string? id, string? name, string? arguments)
    {
        Id ??= id;
        if (name is not null && name != Name)
        {
            Name += name;
        }

        _arguments.Append(arguments);
    }

    /// <summary>The call under this id. What cannot be called carries an exception that says why; nothing is thrown.</summary>
    public FunctionCallContent Complete(string id)
    {
        var text = _arguments.ToString();
        var call = FunctionCallContent.CreateFromParsedArguments(text, id, Name, Parse);
        if (call.Exception is not null)
        {
            call.RawRepresentation = text;
        }

        if (Name.Length == 0)
        {
            call.Exception = new JsonException("The tool call names no tool.");
        }

        return call;
    }

    private static Dictionary<string, object?> Parse(string arguments)
    {
        if (string.IsNullOrWhiteSpace(arguments))
        {
            return [];
        }

        var root = JsonElement.Parse(arguments);
        return root.ValueKind switch
        {
            JsonValueKind.Null => [],
            JsonValueKind.Object => ToDictionary(root),
            var kind => throw new JsonException($"The arguments of a tool call must be a JSON object, not {kind}."),
        };
    }

    private static Dictionary<string, object?> ToDictionary(JsonElement root)
    {
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in root.EnumerateObject())
        {
            arguments[property.Name] = property.Value;
        }

        return arguments;
    }
}
