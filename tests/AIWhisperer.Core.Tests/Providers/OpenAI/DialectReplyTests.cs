using AIWhisperer.Core.Providers;
using AIWhisperer.TestHarness.Upstream;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tests.Providers.OpenAI;

/// <summary>Replies as single back ends write them, read by the presets of the built-in table.</summary>
public sealed class DialectReplyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("groq", """{"reasoning":"Hm."}""")]
    [InlineData("openrouter", """{"reasoning":"Hm.","reasoning_details":[{"type":"reasoning.text","text":"Hm."}]}""")]
    [InlineData("openrouter", """{"reasoning_content":"Other.","reasoning":"Hm."}""")]
    [InlineData("ollama", """{"content":"","reasoning":"Hm."}""")]
    [InlineData("vllm", """{"reasoning":"Hm.","reasoning_content":"Hm."}""")]
    [InlineData("llamacpp", """{"content":null,"reasoning_content":"Hm."}""")]
    [InlineData("deepseek", """{"content":null,"reasoning_content":"Hm."}""")]
    [InlineData("mistral", """{"content":[{"type":"thinking","thinking":[{"type":"text","text":"H"},{"type":"text","text":"m."}]}]}""")]
    [InlineData("mistral", """{"content":[{"type":"thinking","thinking":"Hm.","closed":true}]}""")]
    public async Task Reasoning_InTheFieldsOfThePreset_IsReasoning(string preset, string delta)
    {
        ChatResponse response = await AskAsync(preset, reply => reply.Delta(delta).Text("Yes."));

        Assert.Equal("Hm.", string.Concat(response.Messages.SelectMany(message => message.Contents).OfType<TextReasoningContent>().Select(one => one.Text)));
        Assert.Equal("Yes.", response.Text);
    }

    [Fact]
    public async Task Reasoning_InAFieldThatTheWireDoesNotName_IsLeftAlone()
    {
        ChatResponse response = await AskAsync(new WireDialect { ReasoningFields = ["thinking"] }, reply => reply.Delta("""{"reasoning":"x","thinking":"Hm."}"""));

        Assert.Equal("Hm.", Assert.Single(response.Messages[0].Contents.OfType<TextReasoningContent>()).Text);
    }

    [Fact]
    public async Task Content_InPartsOfTextAndThinking_IsToldApart()
    {
        ChatResponse response = await AskAsync("mistral", reply => reply
            .Delta("""{"content":[{"type":"thinking","thinking":[{"type":"text","text":"A"},7,{"x":1}]},{"type":"text","text":"B"}]}""")
            .Delta("""{"content":[{"type":"thinking","thinking":{"x":[1]}},{"type":"reference","reference_ids":[1]}]}""")
            .Delta("""{"content":"C"}"""));

        Assert.Equal("A", Assert.Single(response.Messages[0].Contents.OfType<TextReasoningContent>()).Text);
        Assert.Equal("BC", response.Text);
    }

    [Theory]
    [InlineData("groq", """{"choices":[],"x_groq":{"id":"req_1","usage":{"queue_time":0.1,"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}}""", null, null)]
    [InlineData("groq", """{"choices":[],"x_groq":{"id":"req_1"},"usage":{"prompt_tokens":7,"completion_tokens":3}}""", null, null)]
    [InlineData("deepseek", """{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3,"prompt_cache_hit_tokens":5,"prompt_cache_miss_tokens":2,"completion_tokens_details":{"reasoning_tokens":1}}}""", 5L, 1L)]
    [InlineData("gemini", """{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":1,"total_tokens":10}}""", null, 2L)]
    [InlineData("gemini", """{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}""", null, null)]
    [InlineData("openai", """{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":12,"prompt_tokens_details":{"cached_tokens":5}}}""", 5L, null)]
    [InlineData("mistral", """{"choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}""", null, null)]
    public async Task Usage_WhereThePresetHasIt_IsRead(string preset, string chunk, long? cached, long? reasoning)
    {
        ChatResponse response = await AskAsync(preset, reply => reply.Text("Yes.").Event(chunk));

        Assert.Equal(
            (7L, 3L, cached, reasoning),
            (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.CachedInputTokenCount, response.Usage.ReasoningTokenCount));
    }

    [Theory]
    [InlineData("""{"choices":[],"x_groq":null}""")]
    [InlineData("""{"choices":[],"x_groq":{"usage":null}}""")]
    [InlineData("""{"choices":[],"x_groq":{"usage":[1]},"usage":"none"}""")]
    [InlineData("""{"choices":[],"x_groq":"no"}""")]
    public async Task Usage_OfAnotherShape_IsNoReasonToLoseTheAnswer(string chunk)
    {
        ChatResponse response = await AskAsync("groq", reply => reply.Text("Yes.").Event(chunk));

        Assert.Equal(("Yes.", null), (response.Text, response.Usage));
    }

    [Theory]
    [InlineData("mistral", "model_length", "length")]
    [InlineData("mistral", "stop", "stop")]
    [InlineData("gemini", "content_filter: PROHIBITED_CONTENT", "content_filter")]
    [InlineData("openai", "something_new", "something_new")]
    public async Task FinishReason_OfThePreset_IsMapped(string preset, string word, string reason)
    {
        ChatResponse response = await AskAsync(preset, reply => reply.Text("Yes.").Finish(word));

        Assert.Equal(reason, response.FinishReason!.Value.Value);
    }

    [Fact]
    public async Task FinishReason_OfAWireInTheFile_IsMapped()
    {
        WireDialect wire = new() { FinishReasons = WireDialect.Shared.FinishReasons.Add("eos", "stop") };

        ChatResponse response = await AskAsync(wire, reply => reply.Text("Yes.").Finish("eos"));

        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
    }

    [Theory]
    [InlineData("deepseek", "insufficient_system_resource")]
    [InlineData("vllm", "abort")]
    public async Task FinishReason_ThatMeansAFailure_FailsTheCall(string preset, string word)
    {
        var fault = await Assert.ThrowsAsync<ProviderException>(() => AskAsync(preset, reply => reply.Text("Ye").Finish(word)));

        Assert.Equal((ErrorCodes.ProviderUnavailable, true), (fault.Code, fault.Retryable));
    }

    [Fact]
    public async Task KeyHeader_WithAKeyThatTheProviderEchoes_IsMasked()
    {
        await using var upstream = await FakeUpstream.StartAsync(Token);
        upstream.Script(TestClient.Model, reply => reply.Error(401, $"Access denied due to invalid key {TestClient.Key}."));
        using var client = new TestClient(upstream.BaseUrl, wire: BuiltInModels.Table.Presets["azure"].Wire);

        var fault = await client.FailAsync();

        Assert.Equal(TestClient.Key, upstream.Requests[0].Headers["api-key"]);
        Assert.Equal(ErrorCodes.ProviderAuthentication, fault.Code);
        Assert.DoesNotContain(TestClient.Key, fault.ToString(), StringComparison.Ordinal);
    }

    private static Task<ChatResponse> AskAsync(string preset, Action<UpstreamReply> write) => AskAsync(BuiltInModels.Table.Presets[preset].Wire, write);

    private static async Task<ChatResponse> AskAsync(WireDialect wire, Action<UpstreamReply> write)
    {
        await using var upstream = await FakeUpstream.StartAsync(Token);
        upstream.Script(TestClient.Model, write);
        using var client = new TestClient(upstream.BaseUrl, wire: wire);
        return await client.AskAsync();
    }
}
