using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.Core.Tools;
using AIWhisperer.TestHarness;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions;

/// <summary>What a turn's tool calls are held to, and what they tell while they run.</summary>
public sealed class ToolLimitTests
{
    private const string Agents = """
        alice: { name: Alice, prompt: "You are Alice.", ai_config: { model: model-a }, allow_tools: [work] }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_MoreThanATurnMayMake_AreNotRunAndTheModelIsTold()
    {
        var runs = 0;
        await using var host = await StartAsync((_, _, _) => Task.FromResult($"{Interlocked.Increment(ref runs)}"), ("AIWhisperer:Tools:MaxCallsPerTurn", "3"));
        host.Upstream
            .Script("model-a", reply => reply.ToolCall("c1", "work", Json(1)).ToolCall("c2", "work", Json(2)))
            .Script("model-a", reply => reply.ToolCall("c3", "work", Json(3)).ToolCall("c4", "work", Json(4)))
            .Script("model-a", reply => reply.Text("Done."));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Work", Token);

        Assert.Equal((3, "Done."), (runs, turn.Text));
        Assert.Equal(
            [ToolCallOutcome.Succeeded, ToolCallOutcome.Succeeded, ToolCallOutcome.Succeeded, ToolCallOutcome.NotRun],
            turn.ToolCalls.Select(call => call.Outcome!.Value));
        Assert.Contains("at most 3 tool calls", turn.ToolCalls[3].Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_OfOneReply_RunNoMoreAtOnceThanIsAllowed()
    {
        var running = 0;
        var most = 0;
        var two = new TaskCompletionSource();
        await using var host = await StartAsync(
            async (_, _, cancellationToken) =>
            {
                var now = Interlocked.Increment(ref running);
                InterlockedMax(ref most, now);
                if (now == 2)
                {
                    two.TrySetResult();
                }

                await two.Task.WaitAsync(cancellationToken);
                Interlocked.Decrement(ref running);
                return "ok";
            },
            ("AIWhisperer:Tools:MaxParallelCalls", "2"));
        host.Upstream
            .Script("model-a", reply =>
            {
                foreach (var number in Enumerable.Range(1, 6))
                {
                    reply.ToolCall($"c{number}", "work", Json(number));
                }
            })
            .Script("model-a", reply => reply.Text("Done."));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Work", Token);

        Assert.Equal(2, most);
        Assert.Equal(6, turn.ToolCalls.Count(call => call.Outcome == ToolCallOutcome.Succeeded));
    }

    [Fact]
    public async Task Progress_OfALongCall_IsToldWhileItRuns()
    {
        var clock = new ManualTimeProvider();
        var seen = new TaskCompletionSource();
        await using var host = await StartAsync(
            async (_, progress, cancellationToken) =>
            {
                progress.Report(new ToolProgress("begun", 1, 3));
                progress.Report(new ToolProgress("skipped", 2, 3));
                progress.Report(new ToolProgress(new string('x', 10_000)));
                await seen.Task.WaitAsync(cancellationToken);
                return "ok";
            },
            ("AIWhisperer:Tools:Timeout", "01:00:00"),
            clock);
        host.Upstream.Script("model-a", reply => reply.ToolCall("c1", "work", Json(1))).Script("model-a", reply => reply.Text("Done."));
        var session = await host.CreateSessionAsync(Token);

        var receipt = await session.SendAsync(new NewMessage("Work"), Token);
        var told = new List<ToolProgressed>();
        await foreach (var logged in session.AttachTurnAsync(receipt.TurnId, ChannelSet.Default, Token))
        {
            if (logged.Read() is ToolProgressed progressed)
            {
                told.Add(progressed);
                if (told.Count == 2)
                {
                    seen.SetResult();
                }
                else
                {
                    // The log shows the first report before its append has returned to who reported it.
                    await AdvanceUntilAsync(clock, session, receipt.TurnId, reports: 2);
                }
            }
        }

        Assert.Equal(("c1", "work", "begun", 1, 3), (told[0].CallId, told[0].Name, told[0].Message, told[0].Done, told[0].Total));
        Assert.Equal(501, told[1].Message.Length);
        Assert.Equal(2, told.Count);
    }

    private static async Task AdvanceUntilAsync(ManualTimeProvider clock, Session session, string turnId, int reports)
    {
        while ((await session.ReadEventsAsync(0, 1_000, ChannelSet.Default, Token)).Count(
            logged => logged.TurnId == turnId && logged.Type == EventTypes.ToolProgressed) < reports)
        {
            clock.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Yield();
        }
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref most)) < value && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
        }
    }

    private static string Json(int number) => $$"""{"number":{{number}}}""";

    private static Task<CoreHost> StartAsync(
        Func<int, IProgress<ToolProgress>, CancellationToken, Task<string>> work,
        (string Key, object Value) setting = default,
        TimeProvider? clock = null) =>
        CoreHost.StartAsync(Token, Agents, setting, clock: clock, configure: services => Add(services, work));

    private static void Add(IServiceCollection services, Func<int, IProgress<ToolProgress>, CancellationToken, Task<string>> work) =>
        services.AddSingleton(new Tool(
            AIFunctionFactory.Create(
                (int number, AIFunctionArguments arguments, CancellationToken cancellationToken) =>
                    work(number, arguments.Progress(), cancellationToken),
                "work",
                "Works."),
            "test",
            ToolEffect.Read));
}
