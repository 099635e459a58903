using AIWhisperer.TestHarness.Upstream;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tests.Providers.OpenAI;

public sealed class ReplyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Text_WhileTheReplyGoesOn_ArrivesChunkByChunk()
    {
        var gate = new UpstreamGate();
        await using var upstream = await FakeUpstream.StartAsync(Token);
        upstream.Script(TestClient.Model, reply => reply.Text("Hello ").Gate(gate).Text("world"));
        using var client = new TestClient(upstream);

        var texts = new List<string>();
        await foreach (var update in client.StreamAsync("Hi", Token))
        {
            if (update.Text.Length > 0)
            {
                texts.Add(update.Text);
            }

            if (update.Text == "Hello ")
            {
                gate.Open();
            }
        }

        Assert.Equal(["Hello ", "world"], texts);
    }

    [Fact]
    public async Task Reply_WithEverything_IsFoldedIntoOneResponse()
    {
        await using var upstream = await FakeUpstream.StartAsync(Token);
        upstream.Script(TestClient.Model, reply => reply
            .Reasoning("I should ")
            .Reasoning("greet.")
            .Text("Grüße ")
            .Text("😀")
            .ToolCall("c1", "get_weather", "{\"city\":", "\"Köln\"}")
            .ToolCall("c2", "get_time")
            .Usage(30, 12, cachedTokens: 8, reasoningTokens: 5));
        using var client = new TestClient(upstream);

        var response = await client.AskAsync();

        var message = Assert.Single(response.Messages);
        Assert.Equal(ChatRole.Assistant, message.Role);
        Assert.Equal("I should greet.", string.Concat(message.Contents.OfType<TextReasoningContent>().Select(content => content.Text)));
        Assert.Equal("Grüße 😀", response.Text);
        var calls = message.Contents.OfType<FunctionCallContent>().ToList();
        Assert.Equal(["c1", "c2"], calls.Select(call => call.CallId));
        Assert.Equal(["get_weather", "get_time"], calls.Select(call => call.Name));
        Assert.Equal("Köln", calls[0].Arguments!["city"]?.ToString());
        Assert.Empty(calls[1].Arguments!);
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
        Assert.Equal(TestClient.Model, response.ModelId);
        Assert.Equal(
            (30L, 12L, 42L, 8L, 5L),
            (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount,
                response.Usage.CachedInputTokenCount, response.Usage.ReasoningTokenCount));
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("length")]
    [InlineData("content_filter")]
    [InlineData("tool_calls")]
    public async Task FinishReason_OfTheWire_IsKept(string reason)
    {
        await using var upstream = await FakeUpstream.StartAsync(Token);
        upstream.Script(TestClient.Model, reply => reply.Finish(reason));
        using var client = new TestClient(upstream);

        var response = await client.AskAsync();

        Assert.Equal(reason, response.FinishReason?.Value);
        Assert.Empty(response.Text);
    }

    [Fact]
    public async Task Refusal_OfTheModel_IsItsText()
    {
        await using var upstream = await FakeUpstream.StartAsync(Token);
        upstream.Script(TestClient.Model, reply => reply.Delta("""{"refusal":"I cannot do that."}"""));
        using var client = new TestClient(upstream);

        var response = await client.AskAsync();

        Assert.Equal("I cannot do that.", response.Text);
        Assert.Contains(response.Messages[0].Contents, content => content.AdditionalProperties?.ContainsKey("refusal") == true);
    }

    [Theory]
    [InlineData("""{"reasoning":"Hm."}""")]
    [InlineData("""{"reasoning_content":"Hm."}""")]
    [InlineData("""{"reasoning_content":"Hm.","reasoning":"Hm."}""")]
    [InlineData("""{"reasoning":"Hm.","reasoning_content":"Hm.","content":null}""")]
    public async Task Reasoning_UnderEitherName_IsReadOnce(string delta)
    {
        await using var upstream = await FakeUpstream.StartAsync(Token);
        upstream.Script(TestClient.Model, reply => reply.Delta(delta));
        using var client = new TestClient(upstream);

        var response = await client.AskAsync();

        Assert.Equal("Hm.", Assert.Single(response.Messages[0].Contents.OfType<TextReasoningContent>()).Text);
    }

    [Fact]
    public async Task ToolCall_InParts_ShowsThatTheModelIsAtWork()
    {
        await using var upstream = await FakeUpstream.StartAsync(Token);
        upstream.Script(TestClient.Model, reply => reply.ToolCall("c1", "write", "{\"a\"", ":", "1}"));
        using var client = new TestClient(upstream);

        var updates = await client.StreamAsync("Hi", Token).ToListAsync(Token);

        // Four parts and the finish chunk without contents, then the call.
        Assert.Equal(6, updates.Count);
        Assert.All(updates[..5], update => Assert.Empty(update.Contents));
        Assert.IsType<FunctionCallContent>(Assert.Single(updates[5].Contents));
    }

    [Fact]
    public async Task Upstream_WithoutAScript_EchoesTheLastUserMessage()
    {
        await using var upstream = await FakeUpstream.StartAsync(Token);
        using var client = new TestClient(upstream);

        var response = await client.AskAsync(null, new ChatMessage(ChatRole.User, "Anyone there?"));

        Assert.Equal(FakeUpstream.EchoOf(TestClient.Model, "Anyone there?"), response.Text);
    }
}
