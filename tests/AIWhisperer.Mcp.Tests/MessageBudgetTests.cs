using AIWhisperer.TestHarness;
using ModelContextProtocol.Protocol;

namespace AIWhisperer.Mcp.Tests;

public sealed class MessageBudgetTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void Take_RequestsThatAreAnswered_AreNotHeldAgainstTheServer()
    {
        var budget = new MessageBudget(_clock);
        for (var round = 0; round < 3 * MessageBudget.MostRequests; round++)
        {
            Assert.True(budget.Take(Ping(round)));
            budget.Sent(new JsonRpcResponse { Id = new(round), Result = null });
        }

        Assert.True(Enumerable.Range(0, MessageBudget.MostRequests).All(number => budget.Take(Ping(number))));
        Assert.False(budget.Take(Ping(0)));
        Assert.Contains("more than 100 answers", budget.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_MessagesOverTheRate_AreTheEnd()
    {
        var budget = new MessageBudget(_clock);
        for (var second = 0; second < 10; second++)
        {
            Assert.True(Enumerable.Range(0, MessageBudget.MostASecond).All(_ => budget.Take(Note())));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(Enumerable.Range(0, MessageBudget.MostAtOnce).All(_ => budget.Take(Note())));
        Assert.False(budget.Take(Note()));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.False(budget.Take(Note()));
        Assert.Contains("more than 1000 messages a second", budget.Fault, StringComparison.Ordinal);
    }

    private static JsonRpcRequest Ping(int id) => new() { Id = new(id), Method = RequestMethods.Ping };

    private static JsonRpcNotification Note() => new() { Method = NotificationMethods.ProgressNotification };
}
