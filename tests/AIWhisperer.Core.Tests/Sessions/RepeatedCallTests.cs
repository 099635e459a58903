using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;

namespace AIWhisperer.Core.Tests.Sessions;

public sealed class RepeatedCallTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Turn_SameCallAgainAndAgain_IsWarnedAtTheThirdAndEndsAtTheFourth()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream.ScriptAlways("model-a", reply => reply.ToolCall("c", "get_current_time", """{"time_zone":"UTC"}"""));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Time?", Token);

        Assert.Equal((TurnStatus.Completed, FinishReason.ToolLoop), (turn.Status, turn.FinishReason));
        Assert.Equal(
            [ToolCallOutcome.Succeeded, ToolCallOutcome.Succeeded, ToolCallOutcome.Succeeded, ToolCallOutcome.NotRun],
            turn.ToolCalls.Select(call => call.Outcome!.Value));
        Assert.DoesNotContain("same call", turn.ToolCalls[1].Result, StringComparison.Ordinal);
        Assert.Contains("same call", turn.ToolCalls[2].Result, StringComparison.Ordinal);
        Assert.Equal(4, host.Upstream.Requests.Count);
        host.Upstream.ScriptAlways("model-a", reply => reply.Text("Noon."));
        Assert.Equal("Noon.", (await session.AskAsync("And now?", Token)).Text);
    }

    [Theory]
    [InlineData("""{"a":1,"b":2}""", """{"b":2,"a":1}""", """{ "a": 1, "b": 2 }""")]
    [InlineData("""{"o":{"a":1,"b":[{"c":2,"d":3}]}}""", """{"o":{"b":[{"d":3,"c":2}],"a":1}}""", """{ "o": { "a": 1, "b": [ { "c": 2, "d": 3 } ] } }""")]
    [InlineData("""{"t":"A"}""", """{"t":"\u0041"}""", """{"t": "A"}""")]
    public async Task Turn_SameArgumentsWrittenInAnotherWay_AreTheSameCall(params string[] writings)
    {
        await using var host = await CoreHost.StartAsync(Token);
        foreach (var arguments in writings)
        {
            host.Upstream.Script("model-a", reply => reply.ToolCall("c", "nothing", arguments));
        }

        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Go", Token);

        Assert.Contains("same call", turn.ToolCalls[2].Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"n":%}""")]
    [InlineData("""{"o":{"n":[%]}}""")]
    [InlineData("""{"order":[%,0,1,2,3,4,5]}""")]
    public async Task Turn_OtherArguments_AreOtherCalls(string template)
    {
        await using var host = await CoreHost.StartAsync(Token);
        for (var i = 0; i < 6; i++)
        {
            var arguments = template.Replace("%", $"{i}", StringComparison.Ordinal);
            host.Upstream.Script("model-a", reply => reply.ToolCall("c", "nothing", arguments));
        }

        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Go", Token);

        Assert.Equal((FinishReason.Stop, 6), (turn.FinishReason, turn.ToolCalls.Count));
    }
}
