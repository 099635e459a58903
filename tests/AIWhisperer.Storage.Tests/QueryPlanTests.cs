using AIWhisperer.Core.Sessions;
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

    [Fact]
    public async Task FindAccepted_AtAnySize_SearchesTheNameOnly()
    {
        var plan = await PlanAsync(AcceptedMessageRow.Find);

        Assert.Equal(
            "SEARCH accepted_messages USING INDEX sqlite_autoindex_accepted_messages_1 (session_id=? AND client_message_id=?)",
            Assert.Single(plan));
    }

    [Fact]
    public async Task DeleteAccepted_OfASession_SearchesThatSessionOnly()
    {
        var plan = await PlanAsync(AcceptedMessageRow.DeleteSession);

        Assert.StartsWith("SEARCH accepted_messages USING ", Assert.Single(plan), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ForgetAccepted_AtAnySize_SortsNothingAndReadsOnlyWhatIsOver()
    {
        var plan = await PlanAsync(AcceptedMessageRow.Forget);

        Assert.Equal("SEARCH accepted_messages USING INTEGER PRIMARY KEY (rowid=?)", plan[0]);
        Assert.Contains("SEARCH accepted_messages USING COVERING INDEX accepted_messages_by_time (accepted_at<?)", plan);
        Assert.DoesNotContain(plan, step => step.Contains("FOR ORDER BY", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(UsageGrouping.None)]
    [InlineData(UsageGrouping.Model)]
    [InlineData(UsageGrouping.Day | UsageGrouping.Session | UsageGrouping.Agent)]
    public async Task Usage_AtAnySize_ReadsTheOwnersDaysOnly(UsageGrouping groupBy)
    {
        var plan = await PlanAsync(UsageRow.Sum(groupBy));

        Assert.Equal("SEARCH usage USING PRIMARY KEY (owner=? AND day>? AND day<?)", plan[0]);
    }

    [Fact]
    public async Task AddUsage_AtAnySize_TouchesOneRow() => Assert.Empty(await PlanAsync(UsageRow.Add));

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
