using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using AIWhisperer.TestHarness.Upstream;

namespace AIWhisperer.Reliability.Crashes;

/// <summary>
/// The model behind the sessions: what it does is in the user's text, which is another one in every turn. It counts its calls. Thread-safe.
/// </summary>
internal sealed class ScriptedModel
{
    /// <summary>Tool rounds of a turn whose text begins with <c>work</c>.</summary>
    public const int Rounds = 2;

    private readonly ConcurrentDictionary<(string Text, int Round), int> _calls = [];
    private readonly ConcurrentDictionary<string, UpstreamGate> _gates = [];

    public ScriptedModel(FakeUpstream upstream) => upstream.ScriptAlways("model-a", Answer);

    /// <summary>The calls of a turn, by round.</summary>
    public IReadOnlyDictionary<int, int> CallsOf(string text) =>
        _calls.Where(call => call.Key.Text == text).ToDictionary(call => call.Key.Round, call => call.Value);

    /// <summary>
    /// Where the first answer to a text that begins with <c>hold</c> waits for ever, after so many pieces as the text's last word says.
    /// </summary>
    public UpstreamGate GateOf(string text) => _gates.GetOrAdd(text, _ => new UpstreamGate());

    private void Answer(UpstreamRequest request, UpstreamReply reply)
    {
        var messages = request.Body.GetProperty("messages").EnumerateArray().ToList();
        var asked = messages.FindLastIndex(message => message.GetProperty("role").ValueEquals("user"));
        var text = messages[asked].GetProperty("content").GetString()!;
        var round = messages.Skip(asked).Count(message => message.GetProperty("role").ValueEquals("tool"));
        var call = _calls.AddOrUpdate((text, round), 1, (_, calls) => calls + 1);
        var words = text.Split(' ');
        if (words[0] == "hold" && call == 1)
        {
            var pieces = int.Parse(words[^1], CultureInfo.InvariantCulture);
            reply.Texts(Enumerable.Range(0, pieces).Select(piece => $"piece {piece} ")).Gate(GateOf(text)).Hold();
        }
        else if (words[0] == "work" && round < Rounds)
        {
            var arguments = JsonSerializer.Serialize(new { line = $"{text} #{round}", title = words[1] });
            reply.Text("Let me see. ").ToolCall($"call-{round}", "record_effect", arguments);
        }
        else
        {
            reply.Texts("This ", "is ", "it.");
        }
    }
}
