using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Upstream;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions;

/// <summary>What turns took is in the sums once, whatever way they ended.</summary>
public sealed class UsageTests
{
    private const string WithFallback = """
        alice:
          name: Alice
          prompt: "You are Alice."
          ai_config: { model: model-a, fallbacks: [fake/model-b] }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Turn_ThatFallsBackInTheMiddle_IsCountedOnceAndTheTokensOfBothModels()
    {
        await using var host = await CoreHost.StartAsync(Token, WithFallback);
        host.Upstream.ScriptAlways("model-a", reply => reply.Text("Once upon").Cut())
            .ScriptAlways("model-b", reply => reply.Text("The whole story.").Usage(100, 20, cachedTokens: 30, reasoningTokens: 5));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Tell me.", Token);

        var report = await ReadAsync(host, UsageGrouping.Model);
        Assert.Equal([("model-a", 0), ("model-b", 1)], report.Rows.Select(row => (row.Model, row.Turns)));
        var (cut, whole) = (report.Rows[0], report.Rows[1]);
        Assert.True(cut.Calls > 0);
        Assert.True(cut.EstimatedTokens > 0);
        Assert.Equal(cut.InputTokens + cut.OutputTokens, cut.EstimatedTokens);
        Assert.Equal(
            (1, 100, 20, 30, 5, 0), (whole.Calls, whole.InputTokens, whole.OutputTokens, whole.CachedInputTokens, whole.ReasoningTokens, whole.EstimatedTokens));
        AssertSumOf(report.Total, turn);
    }

    [Fact]
    public async Task Turns_HoweverTheyEnd_AreCountedWithWhatTheyTook()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream.Script("model-a", reply => reply.Text("Done.").Usage(10, 2))
            .Script("model-a", reply => reply.Text("Half").Cut())
            .Script("model-a", reply => reply.Text("Half").Hold())
            .Script("model-a", reply => reply.Text("Half").Hold());
        var session = await host.CreateSessionAsync(Token);
        var completed = await session.AskAsync("one", Token);
        var failed = await session.AskAsync("two", Token);
        var cancelled = await session.CancelAsync(await HeldAsync(session, "three"), Token);
        var interruptedId = await HeldAsync(session, "four");

        await host.RestartAsync(Token);

        var interrupted = await (await host.Sessions.GetAsync(CoreHost.Principal, session.Id, Token)).GetTurnAsync(interruptedId, Token);
        TurnView[] turns = [completed, failed, cancelled, interrupted];
        Assert.Equal(
            [TurnStatus.Completed, TurnStatus.Failed, TurnStatus.Cancelled, TurnStatus.Interrupted], turns.Select(turn => turn.Status));
        Assert.All(turns, turn => Assert.True(turn.Usage!.OutputTokens > 0));
        AssertSumOf((await ReadAsync(host)).Total, turns);
    }

    [Fact]
    public async Task Turn_CancelledBeforeItBegan_IsNotCounted()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream.Script("model-a", reply => reply.Text("Half").Hold());
        var session = await host.CreateSessionAsync(Token);
        var running = await HeldAsync(session, "one");
        var waiting = await session.SendAsync(new NewMessage("two"), Token);

        await session.CancelAsync(waiting.TurnId, Token);
        await session.CancelAsync(running, Token);

        Assert.Equal(1, (await ReadAsync(host)).Total.Turns);
    }

    [Fact]
    public async Task Turn_ItsEndingIsStoredAtTheSecondAttempt_IsCountedOnce()
    {
        FailingStore? store = null;
        var clock = new ManualTimeProvider();
        await using var host = await CoreHost.StartAsync(Token, wrapStore: inner => store = new FailingStore(inner), clock: clock);
        var go = new UpstreamGate();
        host.Upstream.Script("model-a", reply => reply.Text("half ").Gate(go).Text("whole").Usage(10, 2));
        var session = await host.CreateSessionAsync(Token);
        var turnId = await HeldAsync(session, "one");

        store!.AppendsToRefuse = 1;
        go.Open();
        var ended = session.WaitForTurnAsync(turnId, Token);
        await store.Refused.WaitAsync(Token);
        while (!ended.IsCompleted)
        {
            // The retry is armed some time after the refusal: the clock goes on until it has come.
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        AssertSumOf((await ReadAsync(host)).Total, await ended);
    }

    [Fact]
    public async Task Turn_ACrashCutOff_TellsNoUsageAndIsNotCounted()
    {
        await using var host = await CoreHost.StartAsync(Token);
        var row = (await host.CreateSessionAsync(Token)).Record with { Id = RandomId.New(), LastSeq = 2, OpenTurns = 1 };
        SessionEvent[] left =
        [
            new MessageAdded("m1", "user", "running") { TurnId = "t1", AgentId = "alice", Seq = 1 },
            new TurnStarted("fake", "model-a", "r") { TurnId = "t1", AgentId = "alice", Seq = 2 },
        ];
        await host.Store.AppendAsync(
            row, [.. left.Select(item => new LoggedEvent(item.Seq, EventTypes.Of(item), item.AgentId, item.TurnId, EventJson.Write(item)))]);

        var session = await host.Sessions.GetAsync(CoreHost.Principal, row.Id, Token);
        var turn = await session.WaitForTurnAsync("t1", Token);

        Assert.Equal((TurnStatus.Interrupted, null), (turn.Status, turn.Usage));
        Assert.Equal(UsageSum.Zero, (await ReadAsync(host)).Total);
    }

    [Fact]
    public async Task Delete_WhileATurnRuns_KeepsWhatItTook()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream.Script("model-a", reply => reply.Text("Half").Hold());
        var session = await host.CreateSessionAsync(Token);
        await HeldAsync(session, "one");

        await host.Sessions.DeleteAsync(CoreHost.Principal, session.Id, Token);

        var row = Assert.Single((await ReadAsync(host, UsageGrouping.Session)).Rows);
        Assert.Equal((session.Id, 1), (row.SessionId, row.Turns));
        Assert.True(row.OutputTokens > 0);
    }

    [Fact]
    public async Task Turns_OfTwoAgents_AreToldApartAndDatedByTheHostsClock()
    {
        var clock = new ManualTimeProvider();
        await using var host = await CoreHost.StartAsync(Token, clock: clock);
        host.Upstream.ScriptAlways("model-a", reply => reply.Text("A").Usage(10, 2))
            .ScriptAlways("model-b", reply => reply.Text("B").Usage(100, 20));
        var session = await host.CreateSessionAsync(Token);
        await session.AskAsync("one", Token);
        await session.SwitchAgentAsync("debbie", null, Token);
        await session.AskAsync("two", Token);

        var report = await ReadAsync(host, UsageGrouping.Day | UsageGrouping.Agent);

        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        Assert.Equal(
            [(today, "alice", 1, 12), (today, "debbie", 1, 120)],
            report.Rows.Select(row => (row.Day!.Value, row.AgentId, row.Turns, row.InputTokens + row.OutputTokens)));
    }

    [Fact]
    public async Task Turns_WithAPrice_CostInSumWhatTheirEndingsSay()
    {
        const string priced = """
            alice:
              name: Alice
              prompt: "You are Alice."
              ai_config: { model: gpt-4o }
            """;
        await using var host = await CoreHost.StartAsync(Token, priced);
        host.Upstream.Script("gpt-4o", reply => reply.Text("A").Usage(1000, 100, cachedTokens: 400))
            .Script("gpt-4o", reply => reply.Text("B").Usage(7, 3));
        var session = await host.CreateSessionAsync(Token);

        var turns = new[] { await session.AskAsync("one", Token), await session.AskAsync("two", Token) };

        var total = (await ReadAsync(host)).Total;
        Assert.All(turns, turn => Assert.True(turn.Usage!.CostUsd > 0));
        Assert.Equal((turns.Sum(turn => turn.Usage!.CostUsd), 0), (total.CostUsd, total.UnpricedTokens));
    }

    private static Task<UsageReport> ReadAsync(CoreHost host, UsageGrouping groupBy = UsageGrouping.None) =>
        host.Store.ReadUsageAsync(new UsageQuery(CoreHost.Principal, DateOnly.MinValue, DateOnly.MaxValue) { GroupBy = groupBy }, Token);

    /// <summary>Sends a message and waits until some of the answer is there.</summary>
    private static async Task<string> HeldAsync(Session session, string text)
    {
        var receipt = await session.SendAsync(new NewMessage(text), Token);
        await session.AttachAsync(receipt.Seq, Token).UntilAsync(read => read is MessageDelta, Token);
        return receipt.TurnId;
    }

    private static void AssertSumOf(UsageSum sum, params TurnView[] turns)
    {
        var models = turns.SelectMany(turn => turn.Usage!.Models!).ToArray();
        Assert.Equal(turns.Length, sum.Turns);
        Assert.Equal(models.Sum(model => model.Calls), sum.Calls);
        Assert.Equal(turns.Sum(turn => turn.Usage!.InputTokens), sum.InputTokens);
        Assert.Equal(turns.Sum(turn => turn.Usage!.OutputTokens), sum.OutputTokens);
        Assert.Equal(turns.Sum(turn => turn.Usage!.CachedInputTokens), sum.CachedInputTokens);
        Assert.Equal(turns.Sum(turn => turn.Usage!.ReasoningTokens), sum.ReasoningTokens);
        Assert.Equal(
            models.Where(model => model.CostUsd is null).Sum(model => model.InputTokens + model.OutputTokens), sum.UnpricedTokens);
    }
}
