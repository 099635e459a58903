using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;

namespace AIWhisperer.Core.Tests.Sessions;

/// <summary>A model is told of arguments that it cannot use before its turn fails for them.</summary>
public sealed class UnusableCallTests
{
    private const string Broken = """{"zone":"UT""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ThreeUnusableCalls_OfOneReply_MayBeSentAgain()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream.Script("model-a", reply => reply
                .ToolCall("c1", "get_current_time", Broken).ToolCall("c2", "get_current_time", Broken).ToolCall("c3", "get_current_time", Broken))
            .ScriptAlways("model-a", reply => reply.Text("It is late."));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("What time is it?", Token);

        Assert.Equal((TurnStatus.Completed, "It is late."), (turn.Status, turn.Text));
    }

    [Theory]
    [InlineData(Broken)]
    [InlineData("""{"time_zone":7}""")]
    public async Task UnusableCalls_OfThreeRepliesInARow_EndTheTurn(string arguments)
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream.ScriptAlways("model-a", reply => reply.ToolCall("c", "get_current_time", arguments));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("What time is it?", Token);

        Assert.Equal((TurnStatus.Failed, ErrorCodes.ProviderMalformed), (turn.Status, turn.Error!.Code));
        Assert.Equal(3, host.Upstream.Requests.Count);
    }

    [Theory]
    [InlineData("""{"time_zone":"\ud800"}""")]
    [InlineData("""{"more":{"\ud800":1}}""")]
    [InlineData("""{"more":["\udc00"]}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"more":[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]}""")]
    public async Task HalfACharacter_AndDeepNesting_AreToldToTheModel(string arguments)
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream.Script("model-a", reply => reply.ToolCall("c", "get_current_time", arguments));
        host.Upstream.Script("model-a", reply => reply.Text("It is late."));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("What time is it?", Token);

        Assert.Equal((TurnStatus.Completed, "It is late."), (turn.Status, turn.Text));
        Assert.Contains("at most 16 levels; it was not run", turn.ToolCalls[0].Error, StringComparison.Ordinal);
        Assert.Contains("at most 16 levels; it was not run", host.Upstream.Requests[1].BodyText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SixteenLevels_AreRun()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream.Script("model-a", reply => reply.ToolCall("c", "get_current_time", """{"more":[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]}"""));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("What time is it?", Token);

        Assert.Null(turn.ToolCalls[0].Error);
    }

    [Fact]
    public async Task UnusableCalls_WithAUsableOneBetween_MayBeSentAgain()
    {
        await using var host = await CoreHost.StartAsync(Token);
        foreach (var arguments in new[] { """{"time_zone":1}""", """{"time_zone":2}""", "{}", """{"time_zone":3}""", """{"time_zone":4}""" })
        {
            host.Upstream.Script("model-a", reply => reply.ToolCall("c", "get_current_time", arguments));
        }

        host.Upstream.Script("model-a", reply => reply.Text("It is late."));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("What time is it?", Token);

        Assert.Equal((TurnStatus.Completed, "It is late."), (turn.Status, turn.Text));
    }
}
