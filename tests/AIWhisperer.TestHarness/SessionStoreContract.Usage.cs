using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;

namespace AIWhisperer.TestHarness;

public abstract partial class SessionStoreContract
{
    private static readonly UsageQuery s_all = new("local", DateOnly.MinValue, DateOnly.MaxValue);

    [Fact]
    public async Task ReadUsage_NothingSpent_IsZeroAndHasNoRow()
    {
        await AppendedAsync(SessionRecords.New(), SessionRecords.Event(1));

        foreach (var groupBy in new[] { UsageGrouping.None, UsageGrouping.Model })
        {
            var report = await Store.ReadUsageAsync(s_all with { GroupBy = groupBy }, Token);

            Assert.Equal(UsageSum.Zero, report.Total);
            Assert.Empty(report.Rows);
            Assert.False(report.IsTruncated);
        }
    }

    [Fact]
    public async Task Append_WithUsage_EveryNumberComesBack()
    {
        var session = SessionRecords.New();
        var model = new ModelUsage("fake", "model-a", 2, 1000, 200, 300, 40) { CostUsd = 0.001234567m };

        await Store.AppendAsync(session, SessionRecords.Events(1), usage: SessionRecords.Usage(model));

        var row = new UsageSum
        {
            Day = SessionRecords.Today,
            SessionId = session.Id,
            AgentId = "alice",
            Provider = "fake",
            Model = "model-a",
            Turns = 1,
            Calls = 2,
            InputTokens = 1000,
            OutputTokens = 200,
            CachedInputTokens = 300,
            ReasoningTokens = 40,
            PricedUsd = 0.001234567m,
        };
        var report = await Store.ReadUsageAsync(s_all with { GroupBy = Everything }, Token);
        Assert.Equal(row, Assert.Single(report.Rows));
        Assert.Equal(row with { Day = null, SessionId = null, AgentId = null, Provider = null, Model = null }, report.Total);
        Assert.Equal(0.001234567m, report.Total.CostUsd);
    }

    [Fact]
    public async Task Append_UsageOfATurnOnTwoModels_CountsTheTurnOnceWithTheLast()
    {
        var session = SessionRecords.New();

        await Store.AppendAsync(
            session, SessionRecords.Events(1), usage: SessionRecords.Usage(SessionRecords.Model("a", "x"), SessionRecords.Model("b", "y")));

        var report = await Store.ReadUsageAsync(s_all with { GroupBy = UsageGrouping.Model }, Token);
        Assert.Equal([("a", "x", 0, 1), ("b", "y", 1, 1)], report.Rows.Select(row => (row.Provider, row.Model, row.Turns, row.Calls)));
        Assert.Equal((1, 2), (report.Total.Turns, report.Total.Calls));
    }

    [Fact]
    public async Task Append_TokensWithoutAPrice_AreCountedAndNotTakenForFree()
    {
        var session = SessionRecords.New();
        var priced = SessionRecords.Model("a", "priced") with { CostUsd = 0.5m };
        var free = SessionRecords.Model("a", "free") with { CostUsd = 0 };
        var unpriced = SessionRecords.Model("a", "unpriced") with { CostUsd = null };

        await Store.AppendAsync(session, SessionRecords.Events(1), usage: SessionRecords.Usage(priced, free, unpriced));

        var report = await Store.ReadUsageAsync(s_all with { GroupBy = UsageGrouping.Model }, Token);
        Assert.Equal(
            [("free", 0m, 0L), ("priced", 0.5m, 0L), ("unpriced", null, 12L)],
            report.Rows.Select(row => (row.Model, row.CostUsd, row.UnpricedTokens)));
        Assert.Equal((0.5m, 12), (report.Total.CostUsd, report.Total.UnpricedTokens));
    }

    [Fact]
    public async Task Append_EstimatedTokens_AreToldApart()
    {
        var session = SessionRecords.New();
        var estimated = SessionRecords.Model("a", "x") with { Estimated = true };

        await Store.AppendAsync(session, SessionRecords.Events(1), usage: SessionRecords.Usage(estimated));
        await Store.AppendAsync(session.Grown(2), SessionRecords.Events(2), usage: SessionRecords.Usage(SessionRecords.Model("a", "x")));

        var total = (await Store.ReadUsageAsync(s_all, Token)).Total;
        Assert.Equal((12, 24), (total.EstimatedTokens, total.InputTokens + total.OutputTokens));
    }

    [Fact]
    public async Task Append_SmallCosts_AddUpExactly()
    {
        var session = SessionRecords.New();
        var model = SessionRecords.Model("a", "x") with { CostUsd = 0.000000001m };

        await Task.WhenAll(Enumerable.Range(1, 1000).Select(
            seq => Store.AppendAsync(session.Grown(seq), SessionRecords.Events(seq), usage: SessionRecords.Usage(model))));

        Assert.Equal(0.000001m, (await Store.ReadUsageAsync(s_all, Token)).Total.CostUsd);
    }

    /// <summary>A price may be configured in the wrong unit; a turn must still end.</summary>
    [Fact]
    public async Task Append_AbsurdCosts_AreStillTaken()
    {
        var session = SessionRecords.New();
        var model = SessionRecords.Model("a", "x") with { CostUsd = decimal.MaxValue };

        for (var seq = 1; seq <= 3; seq++)
        {
            await Store.AppendAsync(session.Grown(seq), SessionRecords.Events(seq), usage: SessionRecords.Usage(model));
        }

        var total = (await Store.ReadUsageAsync(s_all, Token)).Total;
        Assert.Equal(3, total.Turns);
        Assert.True(total.CostUsd > 1_000_000);
    }

    [Fact]
    public async Task Append_CommittedASecondTime_CountsNothingTwice()
    {
        var session = SessionRecords.New();
        var usage = SessionRecords.Usage(SessionRecords.Model("a", "x"));
        await Store.AppendAsync(session, SessionRecords.Events(1), usage: usage);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Store.AppendAsync(session, SessionRecords.Events(1), usage: usage));

        Assert.Equal(1, (await Store.ReadUsageAsync(s_all, Token)).Total.Turns);
    }

    [Fact]
    public async Task Append_ThatFailsAmongOthers_LeavesTheirUsageWhole()
    {
        var session = await AppendedAsync(SessionRecords.New(), SessionRecords.Events(1));
        var usage = SessionRecords.Usage(SessionRecords.Model("a", "x"));

        var before = Store.AppendAsync(session.Grown(2), SessionRecords.Events(2), usage: usage);
        var failing = Store.AppendAsync(session.Grown(2), SessionRecords.Events(2), usage: usage);
        var after = Store.AppendAsync(session.Grown(3), SessionRecords.Events(3), usage: usage);

        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
        await Task.WhenAll(before, after);
        Assert.Equal(2, (await Store.ReadUsageAsync(s_all, Token)).Total.Turns);
    }

    [Fact]
    public async Task ReadUsage_OfAnOwner_HasNothingOfAnother()
    {
        await SpentAsync(SessionRecords.New(owner: "ann"));
        await SpentAsync(SessionRecords.New(owner: "bob"));

        Assert.Equal(1, (await Store.ReadUsageAsync(s_all with { Owner = "ann" }, Token)).Total.Turns);
        Assert.Equal(0, (await Store.ReadUsageAsync(s_all with { Owner = "Ann" }, Token)).Total.Turns);
        Assert.Equal(0, (await Store.ReadUsageAsync(s_all with { Owner = "" }, Token)).Total.Turns);
    }

    [Fact]
    public async Task ReadUsage_Days_AreInclusiveAndTheLatestComesFirst()
    {
        var session = SessionRecords.New();
        for (var seq = 1; seq <= 5; seq++)
        {
            session = await SpentAsync(session, seq, day: SessionRecords.Today.AddDays(seq));
        }

        var query = new UsageQuery("local", SessionRecords.Today.AddDays(2), SessionRecords.Today.AddDays(4)) { GroupBy = UsageGrouping.Day };
        var report = await Store.ReadUsageAsync(query, Token);

        Assert.Equal([4, 3, 2], report.Rows.Select(row => row.Day!.Value.DayNumber - SessionRecords.Today.DayNumber));
        Assert.Equal(3, report.Total.Turns);
    }

    [Fact]
    public async Task ReadUsage_Conditions_EachNarrow()
    {
        var one = await SpentAsync(SessionRecords.New(), 1, "alice", provider: "a", model: "x");
        await SpentAsync(one, 2, "bob", provider: "a", model: "y");
        await SpentAsync(SessionRecords.New(), 1, "alice", provider: "b", model: "x");

        Assert.Equal(2, await TurnsAsync(s_all with { SessionId = one.Id }));
        Assert.Equal(2, await TurnsAsync(s_all with { AgentId = "alice" }));
        Assert.Equal(2, await TurnsAsync(s_all with { Provider = "a" }));
        Assert.Equal(2, await TurnsAsync(s_all with { Model = "x" }));
        Assert.Equal(1, await TurnsAsync(s_all with { Model = "x", Provider = "a" }));
        Assert.Equal(1, await TurnsAsync(s_all with { SessionId = one.Id, AgentId = "bob" }));
        Assert.Equal(0, await TurnsAsync(s_all with { SessionId = one.Id, Provider = "b" }));
        Assert.Equal(0, await TurnsAsync(s_all with { Model = "" }));
    }

    [Theory]
    [InlineData(UsageGrouping.None, 1)]
    [InlineData(UsageGrouping.Day, 2)]
    [InlineData(UsageGrouping.Session, 2)]
    [InlineData(UsageGrouping.Agent, 2)]
    [InlineData(UsageGrouping.Provider, 2)]
    [InlineData(UsageGrouping.Model, 3)]
    [InlineData(UsageGrouping.Day | UsageGrouping.Agent, 4)]
    public async Task ReadUsage_Groups_AddUpToTheTotal(UsageGrouping groupBy, int groups)
    {
        var (one, two) = (SessionRecords.New(), SessionRecords.New());
        one = await SpentAsync(one, 1, "alice", provider: "a", model: "x");
        one = await SpentAsync(one, 2, "bob", provider: "a", model: "y");
        await SpentAsync(two, 1, "alice", SessionRecords.Today.AddDays(1), "b", "x");
        await SpentAsync(two, 2, "bob", SessionRecords.Today.AddDays(1), "b", "x");

        var report = await Store.ReadUsageAsync(s_all with { GroupBy = groupBy }, Token);

        Assert.Equal(groups, report.Rows.Count);
        Assert.Equal(4, report.Total.Turns);
        Assert.Equal(report.Total, report.Rows.Aggregate(UsageSum.Zero, (sum, row) => sum.Plus(row)));
        Assert.All(report.Rows, row => Assert.Equal(
            groupBy.HasFlag(UsageGrouping.Model) ? groupBy | UsageGrouping.Provider : groupBy,
            (row.Day is null ? 0 : UsageGrouping.Day)
                | (row.SessionId is null ? 0 : UsageGrouping.Session)
                | (row.AgentId is null ? 0 : UsageGrouping.Agent)
                | (row.Provider is null ? 0 : UsageGrouping.Provider)
                | (row.Model is null ? 0 : UsageGrouping.Model)));
    }

    [Fact]
    public async Task ReadUsage_Limit_CutsTheRowsAndNotTheTotal()
    {
        var session = SessionRecords.New();
        for (var seq = 1; seq <= 3; seq++)
        {
            session = await SpentAsync(session, seq, model: $"m{seq}");
        }

        var cut = await Store.ReadUsageAsync(s_all with { GroupBy = UsageGrouping.Model, Limit = 2 }, Token);
        var whole = await Store.ReadUsageAsync(s_all with { GroupBy = UsageGrouping.Model, Limit = 3 }, Token);

        Assert.Equal(["m1", "m2"], cut.Rows.Select(row => row.Model));
        Assert.Equal((3, true), (cut.Total.Turns, cut.IsTruncated));
        Assert.Equal((3, 3, false), (whole.Rows.Count, whole.Total.Turns, whole.IsTruncated));
    }

    [Fact]
    public async Task Delete_LeavesWhatWasSpent()
    {
        var session = await SpentAsync(SessionRecords.New());

        await Store.DeleteAsync(session.Id, Token);

        Assert.Equal(1, await TurnsAsync(s_all with { SessionId = session.Id }));
        await SpentAsync(session, 2);
        Assert.Equal(1, await TurnsAsync(s_all));
    }

    [Fact]
    public async Task Restart_KeepsUsageAndGoesOnAdding()
    {
        var session = await SpentAsync(SessionRecords.New());

        await RestartAsync();
        await SpentAsync(session, 2);

        Assert.Equal(2, await TurnsAsync(s_all));
    }

    [Fact]
    public async Task ReadUsage_WhileManySessionsSpend_NeverGoesBackAndMissesNothing()
    {
        var writing = Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(
            async () =>
            {
                var session = SessionRecords.New();
                for (var seq = 1; seq <= 50; seq++)
                {
                    session = await SpentAsync(session, seq);
                }
            },
            Token)));

        var seen = 0L;
        while (!writing.IsCompleted)
        {
            var report = await Store.ReadUsageAsync(s_all with { GroupBy = UsageGrouping.Session }, Token);
            Assert.True(report.Total.Turns >= seen);
            Assert.Equal(report.Total, report.Rows.Aggregate(UsageSum.Zero, (sum, row) => sum.Plus(row)));
            seen = report.Total.Turns;
        }

        await writing;
        Assert.Equal(32 * 50, await TurnsAsync(s_all));
    }

    private const UsageGrouping Everything = UsageGrouping.Day | UsageGrouping.Session | UsageGrouping.Agent | UsageGrouping.Model;

    private async Task<long> TurnsAsync(UsageQuery query) => (await Store.ReadUsageAsync(query, Token)).Total.Turns;

    /// <summary>The session after a turn on one model.</summary>
    private async Task<SessionRecord> SpentAsync(
        SessionRecord session, long seq = 1, string agentId = "alice", DateOnly? day = null, string provider = "a", string model = "x")
    {
        session = session.Grown(seq);
        await Store.AppendAsync(
            session,
            SessionRecords.Events(seq),
            usage: new UsageEntry(agentId, day ?? SessionRecords.Today, [SessionRecords.Model(provider, model)]));
        return session;
    }
}
