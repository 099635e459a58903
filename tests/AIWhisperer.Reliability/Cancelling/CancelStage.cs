using System.Collections.Concurrent;
using System.Globalization;
using AIWhisperer.ServerHarness;
using AIWhisperer.TestHarness.Upstream;
using Microsoft.Extensions.DependencyInjection;

namespace AIWhisperer.Reliability.Cancelling;

/// <summary>A server whose model and tool stop at the point that a message's text names, as <c>KEY POINT WORDS</c>.</summary>
internal sealed class CancelStage : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, UpstreamRequest> _requests = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, UpstreamGate> _gates = new(StringComparer.Ordinal);

    private CancelStage()
    {
    }

    public TestServer Server { get; private set; } = null!;

    public HeldTool Tool { get; } = new();

    public static async Task<CancelStage> StartAsync()
    {
        var stage = new CancelStage();
        stage.Server = await TestServer.StartAsync(new TestServerSetup
        {
            Agents = $$"""
                alice:
                  name: "Alice"
                  prompt: "You are Alice."
                  ai_config: { model: model-a }
                  allow_tools: [{{HeldTool.Name}}]
                """,
            Services = services => services.AddSingleton(stage.Tool.Registered),
        });
        stage.Server.Upstream.Choose = stage.Choose;
        return stage;
    }

    /// <summary>The text that makes a turn stop at the point.</summary>
    public static string Text(string key, CancelPoint point, int words) => $"{key} {point} {words}";

    /// <summary>The first words of every answer.</summary>
    public static IEnumerable<string> Words(int count) => Enumerable.Range(1, count).Select(number => $"word-{number} ");

    /// <summary>Completes when the turn is where it is to be cancelled.</summary>
    public Task Reached(string key) => GateOf(key).Reached;

    /// <summary>The model call of that turn; it has been made.</summary>
    public UpstreamRequest RequestOf(string key) => _requests[key];

    public bool WasAsked(string key) => _requests.ContainsKey(key);

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private UpstreamGate GateOf(string key) => _gates.GetOrAdd(key, _ => new UpstreamGate());

    private Action<UpstreamReply>? Choose(UpstreamRequest request)
    {
        if (request.LastUserText.Split(' ') is not [var key, var name, var count] || !Enum.TryParse<CancelPoint>(name, out var point))
        {
            return null;
        }

        _requests[key] = request;
        var gate = GateOf(key);
        var words = int.Parse(count, CultureInfo.InvariantCulture);
        return point switch
        {
            CancelPoint.BeforeHeaders => reply => reply.Gate(gate),
            CancelPoint.InATool => reply => reply.ToolCall("call-1", HeldTool.Name, $$"""{"key":"{{key}}"}"""),
            CancelPoint.WhileWordsArrive => reply => WriteOn(reply.Texts(Words(words)), gate, words),
            _ => reply => reply.Texts(Words(words)).Gate(gate).Hold(),
        };
    }

    /// <summary>Does not wait at the gate, and never comes to an end.</summary>
    private static void WriteOn(UpstreamReply reply, UpstreamGate gate, int words)
    {
        gate.Open();
        reply.Gate(gate);
        foreach (var word in Words(words + 300).Skip(words))
        {
            reply.Text(word).Pause(TimeSpan.FromMilliseconds(1));
        }

        reply.Hold();
    }
}
