using System.Diagnostics;
using System.Globalization;
using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.ServerHarness;
using AIWhisperer.TestHarness;
using Microsoft.Extensions.DependencyInjection;

namespace AIWhisperer.Reliability.Upstreams;

/// <summary>A provider that hangs with all its places taken and a queue before it: agents of other providers do not notice.</summary>
public sealed class BulkheadTests : IAsyncLifetime
{
    private const int Places = 8;

    private TestServer _server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(new TestServerSetup
        {
            Agents = """
                alice: { name: Alice, prompt: "You are Alice.", ai_config: { provider: sound, model: sound } }
                harold: { name: Harold, prompt: "You are Harold.", ai_config: { provider: hanging, model: hanging } }
                """,
            Providers = address => $$"""
                providers:
                  sound: { kind: openai, base_url: "{{address}}" }
                  hanging: { kind: openai, base_url: "{{address}}", limits: { max_concurrent_calls: {{Places}} } }
                """,
        });
        _server.Upstream.ScriptAlways("sound", reply => reply.Texts("Here ", "I ", "am."));
        _server.Upstream.ScriptAlways("hanging", reply => reply.Hold());
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task HangingProvider_DelaysNoOtherAgent()
    {
        var hung = Scale.Of(20, 200);
        var (alone, beside) = (new List<Latencies>(), new List<Latencies>());
        await MeasureAsync(Scale.Of(50, 1_000));

        // In turns, so that whatever else the machine does falls on both alike.
        for (var block = 0; block < Scale.Of(2, 20); block++)
        {
            alone.Add(await MeasureAsync(Scale.Of(50, 1_000)));
            var turns = await HangAsync(hung);
            beside.Add(await MeasureAsync(Scale.Of(50, 1_000)));
            await Task.WhenAll(turns.Select(turn => turn.Session.CancelAsync(turn.TurnId, Token)));
        }

        Figures.Print("bulkhead", string.Create(
            CultureInfo.InvariantCulture,
            $"first pieces alone p50 {Middle(alone, 50):0.00} ms, p99 {Middle(alone, 99):0.00} ms; beside {hung} turns of a hanging provider with "
            + $"{Places} places p50 {Middle(beside, 50):0.00} ms, p99 {Middle(beside, 99):0.00} ms, ratio {Middle(beside, 99) / Middle(alone, 99):0.00}; "
            + $"the middle one of {alone.Count} blocks each of {alone[0].Count} turns, in turns"));
    }

    private static double Middle(List<Latencies> blocks, int percent)
    {
        var sorted = blocks.Select(block => block.Percentile(percent)).Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private async Task<List<(Session Session, string TurnId)>> HangAsync(int count)
    {
        var before = _server.Upstream.Requests.Count(request => request.Model == "hanging");
        var turns = new List<(Session, string)>();
        for (var number = 0; number < count; number++)
        {
            var session = await CreateAsync("harold");
            turns.Add((session, (await session.SendAsync(new NewMessage("Hello"), Token)).TurnId));
        }

        // The last of them waits in the queue; those before it have been let through or wait as well.
        var (last, _) = turns[^1];
        await last.AttachAsync(0, Token).UntilAsync(read => read is SessionEvent.ModelQueued, Token);
        Assert.InRange(_server.Upstream.Requests.Count(request => request.Model == "hanging") - before, 0, Places);
        return turns;
    }

    /// <summary>From the sending of a message to the first piece of its answer.</summary>
    private async Task<Latencies> MeasureAsync(int turns)
    {
        var latencies = new Latencies();
        var session = await CreateAsync("alice");
        for (var turn = 0; turn < turns; turn++)
        {
            var seen = session.LastSeq;
            var from = Stopwatch.GetTimestamp();
            var receipt = await session.SendAsync(new NewMessage("Hello"), Token);
            await session.AttachAsync(seen, Token).UntilAsync(read => read is SessionEvent.MessageDelta or SessionEvent.MessageCompleted, Token);
            latencies.AddSince(from);
            Assert.Equal(TurnStatus.Completed, (await session.WaitForTurnAsync(receipt.TurnId, Token)).Status);
            session = turn % 20 == 19 ? await CreateAsync("alice") : session;
        }

        return latencies;
    }

    private Task<Session> CreateAsync(string agent) =>
        _server.Services.GetRequiredService<SessionDirectory>().CreateAsync("local", new NewSession(agent), Token);
}
