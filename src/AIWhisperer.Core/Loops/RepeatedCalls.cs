using System.Text.Json;

namespace AIWhisperer.Core.Loops;

/// <summary>Counts how often a turn asks for the same tool with the same arguments. Belongs to one turn.</summary>
internal sealed class RepeatedCalls
{
    /// <summary>The repetition with which the model is warned; one more ends the turn.</summary>
    public const int Warned = 3;

    /// <summary>Told to the model with the result of the call that it is warned with.</summary>
    public const string Warning =
        "[You have made this same call with these same arguments 3 times in this turn. Once more ends the turn: use what you have, or do something else.]";

    private readonly Dictionary<(string Name, string Arguments), int> _counts = [];

    /// <summary>Counts a call and says how often it was made. The order in which arguments are written makes no difference.</summary>
    public int Count(string name, JsonElement arguments)
    {
        var key = (name, Canonical(arguments));
        return _counts[key] = _counts.GetValueOrDefault(key) + 1;
    }

    private static string Canonical(JsonElement arguments) => arguments.ValueKind == JsonValueKind.Object
        ? string.Join('\n', arguments.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal).Select(property => property.ToString()))
        : arguments.ToString();
}
