using System.Text.Json;
using AIWhisperer.Core.Configuration;

namespace AIWhisperer.Core.Loops.Approvals;

/// <summary>Holds a call's argument against a rule's pattern. What cannot be told is decided against the call.</summary>
internal static class ArgumentPattern
{
    /// <param name="pattern">A text in which <c>*</c> stands for any characters.</param>
    /// <param name="name">The argument.</param>
    /// <param name="arguments">The call's arguments.</param>
    /// <param name="permits">
    /// Whether the rule lets calls run. An argument that is missing, or that could be written in a plainer way, never fits such a rule, and
    /// always fits one that asks or refuses: a tool may take it for something that the pattern does not show.
    /// </param>
    public static bool Fits(string pattern, string name, JsonElement arguments, bool permits)
    {
        if (arguments.ValueKind != JsonValueKind.Object
            || !arguments.TryGetProperty(name, out var value)
            || value.ValueKind == JsonValueKind.Null)
        {
            return !permits;
        }

        var text = TextOf(value);
        return PlainText.Is(text) ? StarPattern.Fits(pattern, text) : !permits;
    }

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join(' ', value.EnumerateArray().Select(TextOf)),
        _ => CanonicalJson.Of(value),
    };
}
