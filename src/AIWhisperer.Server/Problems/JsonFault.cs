using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AIWhisperer.Server.Problems;

/// <summary>Says of JSON that does not fit a type which field is at fault and what belongs there, in the words of the wire.</summary>
/// <param name="Field">The field, or null when the JSON as a whole is at fault.</param>
/// <param name="Detail">What is wrong and the remedy.</param>
internal sealed record JsonFault(string? Field, string Detail)
{
    /// <param name="exception">What the serializer threw.</param>
    /// <param name="expected">The type that was to be read.</param>
    /// <param name="options">The rules it was read by.</param>
    /// <param name="place">The field that the JSON is the value of; empty when it is all there is.</param>
    public static JsonFault Of(JsonException exception, Type expected, JsonSerializerOptions options, string place = "")
    {
        // The serializer wraps the reader's own exception exactly when the text is not JSON.
        if (exception.InnerException is JsonException)
        {
            return Malformed(exception);
        }

        var type = expected;
        var passed = place;
        foreach (var name in Names(exception.Path))
        {
            var parent = options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);
            if (parent is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element } && name.StartsWith('['))
            {
                type = element;
                passed += name;
                continue;
            }

            var field = passed.Length == 0 ? name : $"{passed}.{name}";
            if (parent.Properties.FirstOrDefault(property => property.Name == name) is not { } known)
            {
                return new(field, $"The field '{field}' is not known here. Remove it; known are: {Join(parent.Properties)}.");
            }

            type = known.PropertyType;
            passed = field;
        }

        return AtPlace(passed, options.GetTypeInfo(type), options, IsBadUnicode(exception));
    }

    /// <summary>Of text that is no JSON, or nests too deep.</summary>
    public static JsonFault Malformed(JsonException exception) => new(null, string.Create(
        CultureInfo.InvariantCulture,
        $"The JSON is malformed at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}. Send well-formed JSON that nests at most {WireJson.MaxDepth} levels."));

    private static JsonFault AtPlace(string place, JsonTypeInfo expected, JsonSerializerOptions options, bool isBadUnicode)
    {
        var what = place.Length == 0 ? "JSON" : $"field '{place}'";
        if (expected.Kind != JsonTypeInfoKind.Object)
        {
            var wanted = Describe(expected.Type, options) + (isBadUnicode ? " of valid Unicode" : "");
            return new(Named(place), $"The {what} does not fit. Give it once, as {wanted}.");
        }

        var required = expected.Properties.Where(property => property.IsRequired).ToArray();
        return required.Length == 0
            ? new(Named(place), $"The {what} does not fit. Send an object with any of: {Join(expected.Properties)}.")
            : new(
                place.Length == 0 ? required[0].Name : place,
                $"The {what} does not fit. Send an object that has: {Join(required)}.");
    }

    /// <summary>What a client has to write for a value of the type.</summary>
    public static string Describe(Type type, JsonSerializerOptions options)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(string))
        {
            return "a string";
        }

        if (plain == typeof(bool))
        {
            return "true or false";
        }

        if (plain.IsEnum)
        {
            return "one of the strings " + string.Join(
                ", ",
                Enum.GetValuesAsUnderlyingType(plain).Cast<object>()
                    .Select(value => JsonSerializer.Serialize(Enum.ToObject(plain, value), plain, options)));
        }

        if (options.GetTypeInfo(plain) is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element })
        {
            return $"a list, each item {Describe(element, options)}";
        }

        return plain.IsPrimitive ? "a whole number" : $"an object with {Join(options.GetTypeInfo(plain).Properties)}";
    }

    /// <summary>The reader throws the same type for half a surrogate pair, for bytes that are no UTF-8 and for another kind of value.</summary>
    private static bool IsBadUnicode(JsonException exception) =>
        exception.InnerException is InvalidOperationException inner && inner.Message.Contains("UTF-", StringComparison.Ordinal);

    private static string? Named(string place) => place.Length == 0 ? null : place;

    private static string Join(IEnumerable<JsonPropertyInfo> properties) =>
        string.Join(", ", properties.Select(property => property.Name));

    /// <summary>The names in a path such as <c>$.carryOver.last</c> or <c>$['odd name']</c>, and the places in lists, as <c>[0]</c>.</summary>
    private static IEnumerable<string> Names(string? path)
    {
        var rest = path is null or "" ? "" : path[1..];
        while (rest.Length > 0)
        {
            var quoted = rest.StartsWith("['", StringComparison.Ordinal);
            if (!quoted && rest.StartsWith('['))
            {
                var place = rest[..(rest.IndexOf(']', StringComparison.Ordinal) + 1)];
                yield return place;
                rest = rest[place.Length..];
                continue;
            }

            var start = quoted ? 2 : 1;
            var end = quoted ? rest.IndexOf("']", StringComparison.Ordinal) : rest.IndexOfAny(['.', '['], 1);
            end = end < 0 ? rest.Length : end;
            yield return rest[start..end];
            rest = rest[Math.Min(rest.Length, quoted ? end + 2 : end)..];
        }
    }
}
