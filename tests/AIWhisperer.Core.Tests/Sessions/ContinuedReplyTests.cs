using AIWhisperer.TestHarness;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions;

/// <summary>What the user is shown and what the last model was given to go on from are one text, whatever fails between.</summary>
public sealed class ContinuedReplyTests
{
    private const string ContinuingAgent = """
        alice:
          name: Alice
          prompt: "You are Alice."
          ai_config: { model: model-a, fallbacks: [fake/model-b, fake/model-c], on_broken_reply: continue }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NextModel_RefusesBeforeAnyText_TheBeginningStaysForTheOneAfterIt()
    {
        await using var host = await CoreHost.StartAsync(Token, ContinuingAgent);
        host.Upstream.ScriptAlways("model-a", reply => reply.Text("Once upon ").Cut())
            .ScriptAlways("model-b", reply => reply.Error(500, "Down."))
            .ScriptAlways("model-c", reply => reply.Text("a time."));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Tell me.", Token);
        var events = await session.ReadThroughEndAsync(turn.TurnId, Token);

        Assert.Equal(GivenTo(host, "model-c") + "a time.", turn.Text);
        Assert.Equal("Once upon a time.", turn.Text);
        Assert.Empty(events.OfType<MessageDropped>());
    }

    [Fact]
    public async Task NextModel_BreaksOffInItsReasoning_TheTextShownIsTheTextGoneOnFrom()
    {
        await using var host = await CoreHost.StartAsync(Token, ContinuingAgent);
        host.Upstream.ScriptAlways("model-a", reply => reply.Text("Once upon ").Cut())
            .ScriptAlways("model-b", reply => reply.Reasoning("Hm.").Cut())
            .ScriptAlways("model-c", reply => reply.Text("a time."));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Tell me.", Token);

        Assert.Equal(GivenTo(host, "model-c") + "a time.", turn.Text);
    }

    /// <summary>What the model was told that it had said already.</summary>
    private static string GivenTo(CoreHost host, string model) => string.Concat(
        host.Upstream.Requests.Single(request => request.Model == model).Body.GetProperty("messages").EnumerateArray()
            .Where(message => message.GetProperty("role").GetString() == "assistant")
            .Select(message => message.GetProperty("content").GetString()));
}
