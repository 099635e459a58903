using AIWhisperer.TestHarness;

namespace AIWhisperer.Storage.Tests;

public sealed class QueryPlanTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(SessionRow.Find)]
    [InlineData(SessionRow.ListFirst)]
    [InlineData(SessionRow.ListAfter)]
    [InlineData(ReadConnection.CountSql)]
    public Task Query_AtAnySize_SearchesAnIndexAndSortsNothing(string sql) => AssertSearchesAsync(sql, "SEARCH sessions");

    [Theory]
    [InlineData(false, false, "SEARCH events USING PRIMARY KEY (session_id=? AND seq>? AND seq<?)")]
    [InlineData(false, true, "SEARCH events USING PRIMARY KEY (session_id=? AND seq>? AND seq<?)")]
    [InlineData(true, false, "SEARCH events USING INDEX events_by_turn (session_id=? AND turn_id=? AND seq>? AND seq<?)")]
    [InlineData(true, true, "SEARCH events USING INDEX events_by_turn (session_id=? AND turn_id=? AND seq>? AND seq<?)")]
    public Task EventQuery_AtAnySize_ReadsOneRange(bool oneTurn, bool someTypes, string step) =>
        AssertSearchesAsync(ReadConnection.EventSql(oneTurn, someTypes), step);

    [Fact]
    public async Task Unfinished_AtAnySize_ReadsUnfinishedSessionsOnly()
    {
        var plan = await PlanAsync(ReadConnection.UnfinishedSql);

        Assert.Contains("sessions_unfinished", Assert.Single(plan), StringComparison.Ordinal);
    }

    private async Task AssertSearchesAsync(string sql, string firstStep)
    {
        var plan = await PlanAsync(sql);

        Assert.StartsWith(firstStep, plan[0], StringComparison.Ordinal);
        Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN events", StringComparison.Ordinal));
    }

    private async Task<IReadOnlyList<string>> PlanAsync(string sql)
    {
        await using var store = await SqliteStores.OpenAsync(_directory);
        using var database = new RawDatabase(_directory.DatabasePath());
        return database.Plan(sql);
    }
}
