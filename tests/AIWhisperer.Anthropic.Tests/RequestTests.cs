using System.Text.Json;
using AIWhisperer.Core.Providers;
using AIWhisperer.TestHarness.Upstream;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Anthropic.Tests;

/// <summary>The upstream of these tests answers 400 to whatever Claude refuses, so an answer is half of each test.</summary>
public sealed class RequestTests
{
    private static readonly ChatMessage s_hello = new(ChatRole.User, "Hello");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/v1")]
    [InlineData("/v1/")]
    public async Task BaseUrl_WithOrWithoutVersion_IsTheSameAddress(string path)
    {
        await using var upstream = await AnthropicUpstream.StartAsync(Token);
        upstream.Stream(reply => reply.Start().Text("Hi").Stop());
        using var client = new TestClient(new Uri(upstream.BaseUrl.GetLeftPart(UriPartial.Authority) + path));

        await client.AskAsync();

        Assert.Equal("/v1/messages", Assert.Single(upstream.Requests).Path);
    }

    [Fact]
    public async Task Headers_HoldTheKeyAndNothingOfTheMachine()
    {
        var request = await AskAsync(new ChatOptions(), s_hello);

        Assert.Equal(TestClient.Key, request.Headers["x-api-key"]);
        Assert.Equal("2026-10-21", request.Headers["anthropic-version"]);
        Assert.Equal("AIWhisperer", request.Headers["User-Agent"]);
        Assert.DoesNotContain("Authorization", request.Headers.Keys);
        Assert.DoesNotContain(request.Headers.Keys, name => name.StartsWith("x-stainless", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Provider_WithoutAKey_IsCalledWithoutOne()
    {
        await using var upstream = await AnthropicUpstream.StartAsync(Token);
        upstream.Stream(reply => reply.Start().Text("Hi").Stop());
        using var client = new TestClient(upstream.BaseUrl, key: null);

        await client.AskAsync();

        var headers = Assert.Single(upstream.Requests).Headers.Keys;
        Assert.DoesNotContain("x-api-key", headers, StringComparer.OrdinalIgnoreCase);
        Assert.DoesNotContain("Authorization", headers, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task MaxTokens_NotGiven_IsSentAllTheSame()
    {
        Assert.Equal(4_096, (await AskAsync(new ChatOptions(), s_hello)).Body.GetProperty("max_tokens").GetInt32());
        Assert.Equal(9, (await AskAsync(new ChatOptions { MaxOutputTokens = 9 }, s_hello)).Body.GetProperty("max_tokens").GetInt32());
    }

    [Theory]
    [InlineData(ReasoningEffort.None, null)]
    [InlineData(ReasoningEffort.Low, "low")]
    [InlineData(ReasoningEffort.High, "high")]
    public async Task Reasoning_Asked_IsSentAsEffort(ReasoningEffort effort, string? sent)
    {
        var request = await AskAsync(
            new ChatOptions
            {
                Reasoning = new ReasoningOptions { Effort = effort },
                Tools = [AIFunctionFactory.Create(() => 1, "one")],
                ToolMode = ChatToolMode.RequireAny,
            },
            s_hello);

        Assert.Equal(sent is not null, request.Body.TryGetProperty("thinking", out _));
        Assert.Equal(sent, request.Body.TryGetProperty("output_config", out var output) ? output.GetProperty("effort").GetString() : null);
    }

    [Fact]
    public void Facts_OfTheModel_BoundTheRequest()
    {
        var facts = new ModelFacts { MaxOutputTokens = 64_000, Unsupported = ["reasoning_effort"] };
        var eager = new ChatOptions { MaxOutputTokens = 100_000, Reasoning = new ReasoningOptions { Effort = ReasoningEffort.High } };

        Assert.Equal(64_000, ClaudeOptions.For(null, [], facts).MaxOutputTokens);
        Assert.Equal(64_000, ClaudeOptions.For(eager, [], facts).MaxOutputTokens);
        Assert.Null(ClaudeOptions.For(eager, [], facts).Reasoning);
    }

    [Fact]
    public async Task Settings_ThatClaudeDoesNotKnow_StayHere()
    {
        var request = await AskAsync(
            new ChatOptions
            {
                Temperature = 1.5f,
                TopP = 0.5f,
                TopK = 4,
                FrequencyPenalty = 1,
                PresencePenalty = 1,
                Seed = 3,
                StopSequences = [" ", "END"],
                ToolMode = ChatToolMode.Auto,
                Instructions = "",
            },
            new ChatMessage(ChatRole.System, " "),
            s_hello);

        Assert.Equal(
            ["max_tokens", "messages", "model", "stop_sequences", "stream"],
            request.Body.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
        Assert.Equal("END", Assert.Single(request.Body.GetProperty("stop_sequences").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task Tools_Given_AreSentWithTheirSchemas()
    {
        var tool = AIFunctionFactory.Create((string city, int days) => city, "weather", "Tells the weather.");

        var request = await AskAsync(new ChatOptions { Tools = [tool], AllowMultipleToolCalls = false }, s_hello);

        var sent = Assert.Single(request.Body.GetProperty("tools").EnumerateArray());
        Assert.Equal(("weather", "Tells the weather."), (sent.GetProperty("name").GetString(), sent.GetProperty("description").GetString()));
        Assert.Equal("string", sent.GetProperty("input_schema").GetProperty("properties").GetProperty("city").GetProperty("type").GetString());
        Assert.True(request.Body.GetProperty("tool_choice").GetProperty("disable_parallel_tool_use").GetBoolean());
    }

    [Fact]
    public async Task Conversation_OfAnyShape_IsAccepted()
    {
        var request = await AskAsync(
            new ChatOptions(),
            new ChatMessage(ChatRole.System, "You are Alice."),
            s_hello,
            new ChatMessage(ChatRole.User, [new TextContent(" "), new TextContent("Are you there?")]) { AuthorName = "bob" },
            new ChatMessage(ChatRole.Assistant, [new TextReasoningContent("Am I?"), new TextContent("Yes.\n")]),
            new ChatMessage(ChatRole.Assistant, [Call("call.1:a", "made up!"), Call("b", "time")]),
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent("call.1:a", "Error: unknown"), new FunctionResultContent("b", null)]),
            new ChatMessage(ChatRole.User, "And now?"),
            new ChatMessage(ChatRole.Assistant, ""),
            new ChatMessage(ChatRole.User, "Well?"));

        Assert.Equal("You are Alice.", request.Body.GetProperty("system")[0].GetProperty("text").GetString());
        Assert.Equal(["user", "assistant", "user"], Messages(request).Select(message => message.GetProperty("role").GetString()));
        Assert.Equal(
            ["text", "tool_use", "tool_use"],
            Messages(request)[1].GetProperty("content").EnumerateArray().Select(block => block.GetProperty("type").GetString()));
        Assert.Equal(["made_up_", "time"], request.Body.GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("name").GetString()));
        Assert.Equal("none", request.Body.GetProperty("tool_choice").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Conversation_ThatEndsWithTheAgent_GoesOn()
    {
        var request = await AskAsync(new ChatOptions(), s_hello, new ChatMessage(ChatRole.Assistant, "Once upon a time"));

        Assert.Equal(["user", "assistant", "user"], Messages(request).Select(message => message.GetProperty("role").GetString()));
    }

    private static FunctionCallContent Call(string id, string name) => new(id, name, new Dictionary<string, object?> { ["a"] = 1 });

    private static JsonElement[] Messages(UpstreamRequest request) => [.. request.Body.GetProperty("messages").EnumerateArray()];

    private static async Task<UpstreamRequest> AskAsync(ChatOptions options, params IEnumerable<ChatMessage> messages)
    {
        await using var upstream = await AnthropicUpstream.StartAsync(Token);
        upstream.Stream(reply => reply.Start().Text("Hi").Stop());
        using var client = new TestClient(upstream);

        Assert.Equal("Hi", (await client.AskAsync(options, messages)).Text);
        return Assert.Single(upstream.Requests);
    }
}
