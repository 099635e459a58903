using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Upstream;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions;

/// <summary>What was written before a break stays in front of what goes on from it, whatever fails in between.</summary>
public sealed class ContinuedReplyTests
{
    private const string Agent = """
        alice:
          name: Alice
          prompt: "You are Alice."
          ai_config: { model: model-a, fallbacks: [fake/model-b, fake/model-c], on_broken_reply: continue }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<Action<UpstreamReply>> FaultsWithoutText => new()
    {
        reply => reply.Error(500, "Down."),
        reply => reply.Reasoning("Let me think").Cut(),
    };

    [Theory]
    [MemberData(nameof(FaultsWithoutText), DisableDiscoveryEnumeration = true)]
    public async Task Break_ThenAFaultOfTheNextModelWithoutText_TheTextStaysInFrontOfWhatGoesOn(Action<UpstreamReply> fault)
    {
        await using var host = await CoreHost.StartAsync(Token, Agent);
        host.Upstream.ScriptAlways("model-a", reply => reply.Texts("Once ", "upon ").Cut())
            .ScriptAlways("model-b", fault)
            .ScriptAlways("model-c", reply => reply.Text("a time."));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Tell me.", Token);
        var events = await session.ReadThroughEndAsync(turn.TurnId, Token);

        // The third model was asked to go on from the text: dropping it leaves an answer without its beginning.
        Assert.Contains("Once upon ", host.Upstream.Requests[^1].Body.GetRawText(), StringComparison.Ordinal);
        Assert.Equal((TurnStatus.Completed, "Once upon a time."), (turn.Status, turn.Text));
        Assert.DoesNotContain(events.OfType<MessageDropped>(), dropped => dropped.Channel == MessageChannel.Final);
    }
}
