using System.Text.Json;

namespace AIWhisperer.Core.Tools;

/// <summary>
/// Holds JSON against a schema as far as types, lists of values, required names and what lies below them go; patterns are not tried. A
/// schema that nobody has checked harms nothing: what cannot be understood demands nothing. For one check.
/// </summary>
internal sealed class SchemaCheck
{
    /// <summary>A schema may be made to cost: what would come after so many steps is not checked.</summary>
    private const int MostSteps = 100_000;

    private int _steps;

    /// <summary>The first fault, or null.</summary>
    public SchemaFault? FindFault(JsonElement schema, JsonElement value)
    {
        if (schema.ValueKind != JsonValueKind.Object || !MayGoOn())
        {
            return null;
        }

        return !HasType(schema, value) ? new([""], "of the wrong type")
            : !IsListed(schema, value) ? new([""], "none of the values that it may have")
            : value.ValueKind switch
            {
                JsonValueKind.Object => FindInObject(schema, value),
                JsonValueKind.Array => FindInArray(schema, value),
                _ => null,
            };
    }

    private static bool HasType(JsonElement schema, JsonElement value) =>
        !schema.TryGetProperty("type", out var type)
        || (type.ValueKind == JsonValueKind.Array
            ? type.EnumerateArray().Any(one => IsOf(TextOf(one), value))
            : IsOf(TextOf(type), value));

    private static bool IsOf(string? type, JsonElement value) => type switch
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

    private static string? TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private bool IsListed(JsonElement schema, JsonElement value)
    {
        var isAny = true;
        foreach (var listed in List(schema, "enum"))
        {
            if (JsonElement.DeepEquals(listed, value))
            {
                return true;
            }

            isAny = false;
        }

        return isAny || _steps > MostSteps;
    }

    private IEnumerable<JsonElement> List(JsonElement schema, string name)
    {
        if (schema.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in list.EnumerateArray())
            {
                if (!MayGoOn())
                {
                    yield break;
                }

                yield return item;
            }
        }
    }

    private SchemaFault? FindInObject(JsonElement schema, JsonElement value)
    {
        var missing = List(schema, "required").Select(TextOf).OfType<string>().Where(name => !value.TryGetProperty(name, out _)).ToList();
        if (missing.Count > 0)
        {
            return new([.. missing.Select(name => $".{name}")], null);
        }

        if (!schema.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return value.EnumerateObject()
            .Select(member => properties.TryGetProperty(member.Name, out var property)
                ? FindFault(property, member.Value)?.Below($".{member.Name}")
                : null)
            .FirstOrDefault(fault => fault is not null);
    }

    private SchemaFault? FindInArray(JsonElement schema, JsonElement value) => schema.TryGetProperty("items", out var items)
        ? value.EnumerateArray().Select((item, at) => FindFault(items, item)?.Below($"[{at}]")).FirstOrDefault(fault => fault is not null)
        : null;

    private bool MayGoOn() => ++_steps <= MostSteps;
}
