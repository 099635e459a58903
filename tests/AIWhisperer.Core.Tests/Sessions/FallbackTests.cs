using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Upstream;
using static AIWhisperer.Core.Events.SessionEvent;

namespace AIWhisperer.Core.Tests.Sessions;

/// <summary>A model fails and another one of the agent's chain answers.</summary>
public sealed class FallbackTests
{
    private const string PlainAgent = """
        alice:
          name: Alice
          prompt: "You are Alice."
          ai_config: { model: model-a, fallbacks: [fake/model-b, fake/model-c] }
          allow_tools: [get_current_time]
        """;

    private const string ContinuingAgent = """
        alice:
          name: Alice
          prompt: "You are Alice."
          ai_config: { model: model-a, fallbacks: [fake/model-b, fake/model-c], on_broken_reply: continue }
          allow_tools: [get_current_time]
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, Action<UpstreamReply>> FaultsBeforeText => new()
    {
        { "provider_unavailable", reply => reply.Error(500, "Down.", type: "server_error") },
        { "provider_unavailable", reply => reply.Error(529, "Overloaded.", type: "overloaded_error") },
        { "provider_rate_limited", reply => reply.Error(429, "Slow down.") },
        { "provider_authentication", reply => reply.Error(401, "Bad key.") },
        { "provider_model_not_found", reply => reply.Error(404, "There is no such model.") },
        { "provider_rejected", reply => reply.Error(400, "Unsupported parameter.") },
        { "provider_unavailable", reply => reply.Cut() },
        { "provider_truncated", reply => reply.Delta("{}").Cut() },
        { "provider_unavailable", reply => reply.Event("""{"error":{"message":"It broke.","code":502}}""") },
        { "provider_malformed", reply => reply.Event("no JSON") },
    };

    [Theory]
    [MemberData(nameof(FaultsBeforeText), DisableDiscoveryEnumeration = true)]
    public async Task Fault_BeforeAnyText_TheNextModelAnswers(string code, Action<UpstreamReply> fault)
    {
        await using var host = await CoreHost.StartAsync(Token, PlainAgent);
        host.Upstream.ScriptAlways("model-a", fault).ScriptAlways("model-b", reply => reply.Text("Here I am."));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Hello", Token);
        var events = await session.ReadThroughEndAsync(turn.TurnId, Token);

        Assert.Equal((TurnStatus.Completed, "Here I am.", "model-b"), (turn.Status, turn.Text, turn.Model));
        var fellBack = Assert.Single(events.OfType<ModelFellBack>());
        Assert.Equal(("fake/model-a", "fake/model-b", code), (fellBack.From, fellBack.To, fellBack.Code));
        Assert.Null(fellBack.Partial);
        Assert.Empty(events.OfType<MessageDropped>());
        Assert.Equal(["model-a", "model-b"], host.Upstream.Requests.Select(request => request.Model));
    }

    [Fact]
    public async Task Cut_AfterText_DropsItAndTheNextModelBeginsAnew()
    {
        await using var host = await CoreHost.StartAsync(Token, PlainAgent);
        var gate = new UpstreamGate();
        host.Upstream.ScriptAlways("model-a", reply => reply.Text("Once upon").Gate(gate).Cut())
            .ScriptAlways("model-b", reply => reply.Text("The whole story."));
        var session = await host.CreateSessionAsync(Token);
        var receipt = await session.SendAsync(new NewMessage("Tell me."), Token);
        var follower = session.AttachAsync(0, Token).GetAsyncEnumerator(Token);
        var events = await UntilAsync(follower, read => read is MessageDelta);

        gate.Open();
        events.AddRange(await UntilAsync(follower, read => read is TurnCompleted));
        await follower.DisposeAsync();

        var dropped = Assert.Single(events.OfType<MessageDropped>());
        var whole = Assert.Single(events.OfType<MessageCompleted>());
        var fellBack = Assert.Single(events.OfType<ModelFellBack>());
        Assert.Equal("Once upon", events.DeltaText(dropped.MessageId));
        Assert.NotEqual(dropped.MessageId, whole.MessageId);
        Assert.Equal(("The whole story.", false), (whole.Text, whole.Partial));
        Assert.Equal("The whole story.", events.DeltaText(whole.MessageId));
        Assert.Equal((ErrorCodes.ProviderTruncated, BrokenReplyPolicy.Restart), (fellBack.Code, fellBack.Partial));
        Assert.True(dropped.Seq < fellBack.Seq && fellBack.Seq < whole.Seq);
        Assert.Equal("The whole story.", (await session.GetTurnAsync(receipt.TurnId, Token)).Text);
    }

    [Fact]
    public async Task Cut_AfterTextOfAContinuingAgent_TheNextModelGoesOn()
    {
        await using var host = await CoreHost.StartAsync(Token, ContinuingAgent);
        host.Upstream.ScriptAlways("model-a", reply => reply.Texts("Once ", "upon ").Cut())
            .ScriptAlways("model-b", reply => reply.Text("a time").Cut())
            .ScriptAlways("model-c", reply => reply.Text(" it ended."));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Tell me.", Token);
        var events = await session.ReadThroughEndAsync(turn.TurnId, Token);
        await session.AskAsync("More.", Token);

        Assert.Equal("Once upon a time it ended.", turn.Text);
        Assert.Single(turn.Replies);
        Assert.Empty(events.OfType<MessageDropped>());
        Assert.All(events.OfType<ModelFellBack>(), fellBack => Assert.Equal(BrokenReplyPolicy.Continue, fellBack.Partial));
        Assert.Equal(["fake/model-b", "fake/model-c"], events.OfType<ModelFellBack>().Select(fellBack => fellBack.To));
        var third = host.Upstream.Requests[2].Body.GetProperty("messages").EnumerateArray()
            .Select(message => message.GetProperty("content").GetString()).ToList();
        Assert.Equal("Once upon a time", third[^2]);
        Assert.Contains("Once upon a time it ended.", host.Upstream.Requests[3].Body.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Fault_OfTheModelThatGoesOn_KeepsWhatWasSeenBefore(bool reasons)
    {
        await using var host = await CoreHost.StartAsync(Token, ContinuingAgent);
        host.Upstream.ScriptAlways("model-a", reply => reply.Text("Once upon").Cut())
            .ScriptAlways("model-b", reply => _ = reasons ? reply.Reasoning("Hm").Cut() : reply.Error(401, "Bad key."))
            .ScriptAlways("model-c", reply => reply.Text(" a time."));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Tell me.", Token);
        var events = await session.ReadThroughEndAsync(turn.TurnId, Token);

        Assert.Equal("Once upon a time.", turn.Text);
        Assert.Empty(events.OfType<MessageDropped>());
        Assert.Contains("Once upon", host.Upstream.Requests[2].BodyText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cut_AfterReasoningOnly_IsBegunAnewAlsoByAContinuingAgent()
    {
        await using var host = await CoreHost.StartAsync(Token, ContinuingAgent);
        host.Upstream.ScriptAlways("model-a", reply => reply.Reasoning("Let me think").Cut())
            .ScriptAlways("model-b", reply => reply.Text("Four."));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Two and two?", Token);
        var events = await session.AttachAsync(0, ChannelSet.Of(["final", "analysis"]), Token).UntilAsync(read => read is TurnCompleted, Token);

        Assert.Equal("Four.", turn.Text);
        Assert.Single(events.OfType<MessageDropped>());
        Assert.Equal(BrokenReplyPolicy.Restart, Assert.Single(events.OfType<ModelFellBack>()).Partial);
    }

    [Fact]
    public async Task Fault_AfterAToolRound_TheToolDoesNotRunAgainAndTheNextModelStays()
    {
        await using var host = await CoreHost.StartAsync(Token, PlainAgent);
        host.Upstream.Script("model-a", reply => reply.ToolCall("c1", "get_current_time", "{}"))
            .ScriptAlways("model-a", reply => reply.Error(500, "Down."))
            .Script("model-b", reply => reply.ToolCall("c2", "get_current_time", "{}"))
            .ScriptAlways("model-b", reply => reply.Text("It is late."));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("What time is it?", Token);

        Assert.Equal((TurnStatus.Completed, "It is late."), (turn.Status, turn.Text));
        Assert.Equal(["c1", "c2"], turn.ToolCalls.Select(call => call.CallId));
        Assert.Equal(["model-a", "model-a", "model-b", "model-b"], host.Upstream.Requests.Select(request => request.Model));
    }

    [Fact]
    public async Task Fault_OfEveryModel_EndsTheTurnAfterThreeCalls()
    {
        await using var host = await CoreHost.StartAsync(Token, """
            alice:
              name: Alice
              prompt: "You are Alice."
              ai_config: { model: model-a, fallbacks: [fake/model-b, fake/model-c, fake/model-d] }
            """);
        foreach (var model in new[] { "model-a", "model-b", "model-c", "model-d" })
        {
            host.Upstream.ScriptAlways(model, reply => reply.Error(503, "Down."));
        }

        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Hello", Token);

        Assert.Equal((TurnStatus.Failed, ErrorCodes.ProviderUnavailable), (turn.Status, turn.Error!.Code));
        Assert.Equal(["model-a", "model-b", "model-c"], host.Upstream.Requests.Select(request => request.Model));
    }

    [Theory]
    [InlineData(400, "This model's maximum context length is 8192 tokens.", "context_length_exceeded", ErrorCodes.ProviderContextLength)]
    [InlineData(400, "The response was filtered.", "content_filter", ErrorCodes.ProviderContentFilter)]
    public async Task Refusal_ThatAnotherModelWouldNotHelp_IsTheTurnsOwn(int status, string message, string wireCode, string code)
    {
        await using var host = await CoreHost.StartAsync(Token, PlainAgent);
        host.Upstream.ScriptAlways("model-a", reply => reply.Error(status, message, wireCode));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Hello", Token);

        Assert.Equal((TurnStatus.Failed, code, false), (turn.Status, turn.Error!.Code, turn.Error.Retryable));
        Assert.Single(host.Upstream.Requests);
    }

    [Fact]
    public async Task Cancel_DuringAFallback_EndsIt()
    {
        await using var host = await CoreHost.StartAsync(Token, PlainAgent);
        host.Upstream.ScriptAlways("model-a", reply => reply.Text("One").Cut()).ScriptAlways("model-b", reply => reply.Text("Two").Hold());
        var session = await host.CreateSessionAsync(Token);
        var receipt = await session.SendAsync(new NewMessage("Go"), Token);
        await session.AttachAsync(0, Token).UntilAsync(read => read is ModelFellBack, Token);
        await session.AttachAsync(0, Token).UntilAsync(read => read is MessageDelta { Text: "Two" }, Token);

        var turn = await session.CancelAsync(receipt.TurnId, Token);

        Assert.Equal((TurnStatus.Cancelled, "Two"), (turn.Status, turn.Text));
        Assert.True(Assert.Single(turn.Replies).Partial);
    }

    [Fact]
    public async Task Usage_OfTwoModels_IsToldForEach()
    {
        await using var host = await CoreHost.StartAsync(Token, PlainAgent);
        host.Upstream.ScriptAlways("model-a", reply => reply.Text("12345678").Cut())
            .ScriptAlways("model-b", reply => reply.Text("Whole.").Usage(10, 5, cachedTokens: 2, reasoningTokens: 1));
        var session = await host.CreateSessionAsync(Token);

        var usage = (await session.AskAsync("Hello", Token)).Usage!;

        Assert.True(usage.Estimated);
        var (broken, whole) = (usage.Models![0], usage.Models[1]);
        Assert.Equal(("model-a", 1, 2L, true), (broken.Model, broken.Calls, broken.OutputTokens, broken.Estimated));
        Assert.InRange(broken.InputTokens, 5, 100);
        Assert.Equal(new ModelUsage("fake", "model-b", 1, 10, 5, 2, 1), whole);
        Assert.Equal((broken.InputTokens + 10, 7L), (usage.InputTokens, usage.OutputTokens));
    }

    [Theory]
    [InlineData(999_999, 3)]
    [InlineData(3, 0)]
    [InlineData(0, 3)]
    [InlineData(500_000_000, 500_000_000)]
    public async Task Usage_ThatCannotBe_IsEstimatedAndSaysSo(int input, int output)
    {
        await using var host = await CoreHost.StartAsync(Token, """
            alice: { name: Alice, prompt: "You are Alice.", ai_config: { model: model-a, max_tokens: 50 } }
            """);
        host.Upstream.ScriptAlways("model-a", reply => reply.Text("12345678").Usage(output == 3 && input > 0 ? 30_000_000 : input, output));
        var session = await host.CreateSessionAsync(Token);

        var usage = (await session.AskAsync("Hello", Token)).Usage!;

        Assert.True(usage.Estimated);
        Assert.InRange(usage.InputTokens, 1, 100);
        Assert.InRange(usage.OutputTokens, 2, 3);
    }

    [Fact]
    public async Task Usage_OfACancelledTurn_IsEstimated()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream.ScriptAlways("model-a", reply => reply.Text("12345678").Hold());
        var session = await host.CreateSessionAsync(Token);
        var receipt = await session.SendAsync(new NewMessage("Go"), Token);
        await session.AttachAsync(0, Token).UntilAsync(read => read is MessageDelta, Token);

        var turn = await session.CancelAsync(receipt.TurnId, Token);

        Assert.Equal((2L, true), (turn.Usage!.OutputTokens, turn.Usage.Estimated));
    }

    [Theory]
    [InlineData("stop", "", "", FinishReason.Empty)]
    [InlineData("stop", "Hm.", "", FinishReason.OnlyReasoning)]
    [InlineData("length", "Hm.", "", FinishReason.Length)]
    [InlineData("content_filter", "", "So far", FinishReason.ContentFilter)]
    [InlineData("length", "", "So far", FinishReason.Length)]
    [InlineData("stop", "Hm.", "Yes.", FinishReason.Stop)]
    public async Task Ending_OfEachKind_HasItsOwnReason(string wire, string reasoning, string text, FinishReason reason)
    {
        await using var host = await CoreHost.StartAsync(Token, PlainAgent);
        host.Upstream.ScriptAlways("model-a", reply =>
        {
            _ = reasoning.Length > 0 ? reply.Reasoning(reasoning) : reply;
            _ = text.Length > 0 ? reply.Text(text) : reply;
            reply.Finish(wire);
        });
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Hello", Token);

        Assert.Equal((TurnStatus.Completed, reason), (turn.Status, turn.FinishReason));
        Assert.Single(host.Upstream.Requests);
    }

    [Fact]
    public async Task ToolCall_WithArgumentsThatAreNoJson_IsRepairedTwiceAtMost()
    {
        await using var host = await CoreHost.StartAsync(Token);
        host.Upstream.ScriptAlways("model-a", reply => reply.ToolCall("c", "get_current_time", """{"zone":"UT"""));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("What time is it?", Token);

        Assert.Equal((TurnStatus.Failed, ErrorCodes.ProviderMalformed), (turn.Status, turn.Error!.Code));
        Assert.Equal(3, host.Upstream.Requests.Count);
        Assert.Equal([ToolCallOutcome.Failed, ToolCallOutcome.Failed, ToolCallOutcome.NotRun], turn.ToolCalls.Select(call => call.Outcome!.Value));
    }

    private static async Task<List<SessionEvent>> UntilAsync(IAsyncEnumerator<LoggedEvent> follower, Func<SessionEvent, bool> isLast)
    {
        var read = new List<SessionEvent>();
        do
        {
            Assert.True(await follower.MoveNextAsync());
            read.Add(follower.Current.Read());
        }
        while (!isLast(read[^1]));
        return read;
    }
}
