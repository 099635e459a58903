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
    [InlineData(false)]
    [InlineData(true)]
    public Task EventQuery_AtAnySize_ReadsOneRangeInOrder(bool someTypes) =>
        AssertSearchesAsync(
            ReadConnection.EventSql(oneTurn: false, someTypes),
            "SEARCH events USING INDEX sqlite_autoindex_events_1 (session_id=? AND seq>? AND seq<?)");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EventQuery_OfATurn_ReadsThatTurnOnly(bool someTypes)
    {
        var plan = await PlanAsync(ReadConnection.EventSql(oneTurn: true, someTypes));

        Assert.StartsWith("SEARCH events USING INDEX events_by_turn (turn_id=?)", plan[0], StringComparison.Ordinal);
    }

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
