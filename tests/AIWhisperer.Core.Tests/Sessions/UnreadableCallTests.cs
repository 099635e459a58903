using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;

namespace AIWhisperer.Core.Tests.Sessions;

/// <summary>A model is told of arguments that are no JSON before its turn fails for them.</summary>
public sealed class UnreadableCallTests
{
    private const string Broken = """{"zone":"UT""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ThreeUnreadableCalls_OfOneReply_MayBeSentAgain()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream.Script("model-a", reply => reply
                .ToolCall("c1", "get_current_time", Broken).ToolCall("c2", "get_current_time", Broken).ToolCall("c3", "get_current_time", Broken))
            .ScriptAlways("model-a", reply => reply.Text("It is late."));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("What time is it?", Token);

        Assert.Equal((TurnStatus.Completed, "It is late."), (turn.Status, turn.Text));
    }
}
