using AIWhisperer.TestHarness;

namespace AIWhisperer.Mcp.Tests;

public sealed class RestartBudgetTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void Wait_FailureAfterFailure_GrowsAndThenLastsUntilTheFirstIsOld()
    {
        var budget = new RestartBudget(_clock);
        Assert.Null(budget.Wait());

        foreach (var seconds in (int[])[1, 2, 4, 8])
        {
            budget.Fail();
            Assert.Equal(TimeSpan.FromSeconds(seconds), budget.Wait());
            _clock.Advance(TimeSpan.FromSeconds(seconds));
            Assert.Null(budget.Wait());
        }

        budget.Fail();
        Assert.Equal(TimeSpan.FromSeconds(300 - 15), budget.Wait());
        _clock.Advance(TimeSpan.FromSeconds(300 - 15));
        Assert.Null(budget.Wait());
    }

    [Fact]
    public void Wait_TriedAsSoonAsMayBeForAnHour_NeverMoreThanFiveFailuresInFiveMinutes()
    {
        var budget = new RestartBudget(_clock);
        List<DateTimeOffset> failures = [];
        var end = _clock.GetUtcNow() + TimeSpan.FromHours(1);
        while (_clock.GetUtcNow() < end)
        {
            budget.Fail();
            failures.Add(_clock.GetUtcNow());
            _clock.Advance(budget.Wait() ?? TimeSpan.Zero);
        }

        Assert.All(failures, from => Assert.InRange(failures.Count(at => at >= from && at < from + TimeSpan.FromMinutes(5)), 1, 5));
    }
}
