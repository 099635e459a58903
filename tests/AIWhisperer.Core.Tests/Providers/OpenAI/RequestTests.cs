using System.Text.Json;
using AIWhisperer.TestHarness.Upstream;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tests.Providers.OpenAI;

public sealed class RequestTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_WithoutSettings_HoldsOnlyWhatIsNeeded()
    {
        var request = await SendAsync(new ChatOptions(), new ChatMessage(ChatRole.User, "Grüße 😀 \"x\""));

        Assert.Equal("/v1/chat/completions", request.Path);
        Assert.Equal($"Bearer {TestClient.Key}", request.Headers["Authorization"]);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        Assert.Equal("text/event-stream", request.Headers["Accept"]);
        Assert.False(request.Headers.ContainsKey("traceparent"));
        AssertJson(
            """
            {"model":"model-a","messages":[{"role":"user","content":"Grüße 😀 \"x\""}],"stream":true,
            "stream_options":{"include_usage":true}}
            """,
            request.BodyText);
    }

    [Fact]
    public async Task Settings_AreSentUnderTheirNames()
    {
        var request = await SendAsync(
            new ChatOptions
            {
                ModelId = "m",
                Instructions = "Be kind.",
                Temperature = 0.7f,
                TopP = 0.9f,
                FrequencyPenalty = -1,
                PresencePenalty = 0.5f,
                MaxOutputTokens = 100,
                Seed = 5,
                StopSequences = ["END", "\n"],
                Reasoning = new ReasoningOptions { Effort = ReasoningEffort.High },
                ResponseFormat = ChatResponseFormat.Json,
                Tools = [AIFunctionFactory.Create((int a) => a, "add", "Adds.")],
                ToolMode = ChatToolMode.RequireSpecific("add"),
                AllowMultipleToolCalls = false,
            },
            new ChatMessage(ChatRole.User, "Hi"));

        Assert.Equal(["system: Be kind.", "user: Hi"], request.Messages);
        var body = request.Body;
        AssertJson("0.7", body.GetProperty("temperature").GetRawText());
        AssertJson("0.9", body.GetProperty("top_p").GetRawText());
        AssertJson("-1", body.GetProperty("frequency_penalty").GetRawText());
        AssertJson("0.5", body.GetProperty("presence_penalty").GetRawText());
        AssertJson("100", body.GetProperty("max_tokens").GetRawText());
        AssertJson("5", body.GetProperty("seed").GetRawText());
        AssertJson("""["END","\n"]""", body.GetProperty("stop").GetRawText());
        Assert.Equal("high", body.GetProperty("reasoning_effort").GetString());
        AssertJson("""{"type":"json_object"}""", body.GetProperty("response_format").GetRawText());
        AssertJson("""{"type":"function","function":{"name":"add"}}""", body.GetProperty("tool_choice").GetRawText());
        Assert.False(body.GetProperty("parallel_tool_calls").GetBoolean());
        var tool = Assert.Single(body.GetProperty("tools").EnumerateArray());
        Assert.Equal("function", tool.GetProperty("type").GetString());
        Assert.Equal("add", tool.GetProperty("function").GetProperty("name").GetString());
        Assert.Equal("Adds.", tool.GetProperty("function").GetProperty("description").GetString());
        Assert.True(tool.GetProperty("function").GetProperty("parameters").GetProperty("properties").TryGetProperty("a", out _));
    }

    [Fact]
    public async Task ReasoningEffort_AmongTheAdditionalProperties_GoesOutAsItIs()
    {
        var options = new ChatOptions { AdditionalProperties = new() { ["reasoning_effort"] = "minimal" } };

        var request = await SendAsync(options, new ChatMessage(ChatRole.User, "Hi"));

        Assert.Equal("minimal", request.Body.GetProperty("reasoning_effort").GetString());
    }

    [Fact]
    public async Task ToolMode_WithoutTools_IsNotSent()
    {
        var request = await SendAsync(new ChatOptions { ToolMode = ChatToolMode.RequireAny }, new ChatMessage(ChatRole.User, "Hi"));

        Assert.False(request.Body.TryGetProperty("tool_choice", out _));
        Assert.False(request.Body.TryGetProperty("tools", out _));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("required")]
    public async Task ToolMode_WithTools_IsSent(string choice)
    {
        var options = new ChatOptions
        {
            Tools = [AIFunctionFactory.Create(() => 1, "one")],
            ToolMode = choice == "none" ? ChatToolMode.None : ChatToolMode.RequireAny,
        };

        var request = await SendAsync(options, new ChatMessage(ChatRole.User, "Hi"));

        Assert.Equal(choice, request.Body.GetProperty("tool_choice").GetString());
    }

    [Fact]
    public async Task History_WithToolsAndReasoning_IsWrittenAsTheWireWantsIt()
    {
        var broken = new FunctionCallContent("c2", "") { Exception = new JsonException("cut off") };
        var request = await SendAsync(
            new ChatOptions(),
            new ChatMessage(ChatRole.User, "Weather?") { AuthorName = "ann-1" },
            new ChatMessage(
                ChatRole.Assistant,
                [
                    new TextReasoningContent("Hm."),
                    new FunctionCallContent("c1", "get_weather", new Dictionary<string, object?> { ["city"] = "Köln", ["days"] = 2 }),
                    broken,
                ])
            {
                AuthorName = "Not a wire name",
            },
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c1", "rain"), new FunctionResultContent("c2", null)]),
            new ChatMessage(ChatRole.Assistant, "It rains."),
            new ChatMessage(ChatRole.User, "Then?"));

        AssertJson(
            """
            [{"role":"user","name":"ann-1","content":"Weather?"},
            {"role":"assistant","content":null,"tool_calls":[
              {"id":"c1","type":"function","function":{"name":"get_weather","arguments":"{\"city\":\"Köln\",\"days\":2}"}},
              {"id":"c2","type":"function","function":{"name":"unnamed","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"c1","content":"rain"},
            {"role":"tool","tool_call_id":"c2","content":""},
            {"role":"assistant","content":"It rains."},
            {"role":"user","content":"Then?"}]
            """,
            request.Body.GetProperty("messages").GetRawText());
    }

    [Fact]
    public async Task ToolResult_ThatIsNoText_IsSentAsJson()
    {
        var request = await SendAsync(
            new ChatOptions(),
            new ChatMessage(ChatRole.User, "Hi"),
            new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("c1", "f"), new FunctionCallContent("c2", "g")]),
            new ChatMessage(
                ChatRole.Tool,
                [
                    new FunctionResultContent("c1", JsonElement.Parse("""{"a":[1]}""")),
                    new FunctionResultContent("c2", JsonElement.Parse("\"text\"")),
                ]));

        Assert.Equal("""tool: {"a":[1]}""", request.Messages[2]);
        Assert.Equal("tool: text", request.Messages[3]);
    }

    [Fact]
    public async Task Calls_OfAReply_CanBeSentBackWithTheirResults()
    {
        await using var upstream = await FakeUpstream.StartAsync(Token);
        upstream.Script(TestClient.Model, reply => reply.ToolCall("", "f", "{\"a\"").ToolCall("", ""));
        using var client = new TestClient(upstream);
        var question = new ChatMessage(ChatRole.User, "Hi");
        var answer = (await client.AskAsync(null, question)).Messages[0];
        var calls = answer.Contents.OfType<FunctionCallContent>();
        var results = calls.Select(call => (AIContent)new FunctionResultContent(call.CallId, "error")).ToList();

        var response = await client.AskAsync(null, question, answer, new ChatMessage(ChatRole.Tool, results));

        Assert.Equal(2, results.Count);
        Assert.Equal(FakeUpstream.EchoOf(TestClient.Model, "Hi"), response.Text);
    }

    [Fact]
    public async Task ToolCall_WithoutItsResult_IsRefusedByTheUpstream()
    {
        await using var upstream = await FakeUpstream.StartAsync(Token);
        using var client = new TestClient(upstream);

        var fault = await Assert.ThrowsAsync<ProviderException>(() => client.AskAsync(
            null,
            new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("c1", "f")]),
            new ChatMessage(ChatRole.User, "Hi")));

        Assert.Equal((ErrorCodes.ProviderRejected, 400), (fault.Code, fault.Status));
    }

    [Fact]
    public async Task Key_ThatIsNotSet_MakesNoHeader()
    {
        await using var upstream = await FakeUpstream.StartAsync(Token);
        using var client = new TestClient(upstream.BaseUrl, key: null);

        await client.AskAsync();

        Assert.False(upstream.Requests[0].Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task Key_WithBlanksAround_IsTrimmed()
    {
        await using var upstream = await FakeUpstream.StartAsync(Token);
        using var client = new TestClient(upstream.BaseUrl, key: " abc\n");

        await client.AskAsync();

        Assert.Equal("Bearer abc", upstream.Requests[0].Headers["Authorization"]);
    }

    private static async Task<UpstreamRequest> SendAsync(ChatOptions options, params IEnumerable<ChatMessage> messages)
    {
        await using var upstream = await FakeUpstream.StartAsync(Token);
        using var client = new TestClient(upstream);
        await client.AskAsync(options, messages);
        return Assert.Single(upstream.Requests);
    }

    private static void AssertJson(string expected, string actual) =>
        Assert.Equal(Normal(expected), Normal(actual));

    private static string Normal(string json) => JsonSerializer.Serialize(JsonElement.Parse(json));
}
