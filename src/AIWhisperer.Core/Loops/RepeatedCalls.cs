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

    private readonly List<Call> _calls = [];

    /// <summary>
    /// Counts a call and says how often it was made. How its arguments are written, in which order and with which spaces, makes no difference.
    /// </summary>
    public int Count(string name, JsonElement arguments)
    {
        var call = _calls.Find(earlier => earlier.Name == name && JsonElement.DeepEquals(earlier.Arguments, arguments));
        if (call is null)
        {
            call = new Call(name, arguments);
            _calls.Add(call);
        }

        return ++call.Times;
    }

    private sealed class Call(string name, JsonElement arguments)
    {
        public string Name => name;

        public JsonElement Arguments => arguments;

        public int Times { get; set; }
    }
}
