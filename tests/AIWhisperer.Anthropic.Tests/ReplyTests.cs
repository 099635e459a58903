using System.Text;
using AIWhisperer.Core;
using AIWhisperer.TestHarness.Upstream;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Anthropic.Tests;

public sealed class ReplyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Text_Streamed_ComesPieceByPiece()
    {
        var gate = new UpstreamGate();
        await using var upstream = await AnthropicUpstream.StartAsync(Token);
        upstream.Script(TestClient.Model, reply =>
        {
            new AnthropicReply(reply).Start().Ping().Text("Hel", "lo");
            reply.Gate(gate);
            new AnthropicReply(reply).Stop();
        });
        using var client = new TestClient(upstream);
        List<string> pieces = [];
        await foreach (var update in client.StreamAsync("Hi", Token))
        {
            if (update.Text.Length > 0)
            {
                pieces.Add(update.Text);
            }

            if (pieces.Count == 2)
            {
                // The end has not been sent yet.
                gate.Open();
            }
        }

        Assert.Equal(["Hel", "lo"], pieces);
    }

    [Fact]
    public async Task Reply_Whole_HasModelIdUsageAndReason()
    {
        var response = await AskAsync(reply => reply
            .Start("claude-a-20260101", """{"input_tokens":7,"cache_creation_input_tokens":20,"cache_read_input_tokens":100,"output_tokens":1}""")
            .Text("Hello")
            .Stop(usage: """{"output_tokens":5,"output_tokens_details":{"thinking_tokens":2}}"""));

        Assert.Equal(("Hello", "claude-a-20260101", "msg_1"), (response.Text, response.ModelId, response.ResponseId));
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        var usage = response.Usage!;
        Assert.Equal((127L, 100L, 132L), (usage.InputTokenCount, usage.CachedInputTokenCount, usage.TotalTokenCount));
        Assert.Equal((5L, 2L), (usage.OutputTokenCount, usage.ReasoningTokenCount));
    }

    [Theory]
    [InlineData("""{"input_tokens":-1,"output_tokens":99999999999}""", """{"output_tokens":-7}""", null, null)]
    [InlineData("""{"input_tokens":9,"output_tokens":1}""", """{"input_tokens":12,"output_tokens":5}""", 12L, 5L)]
    [InlineData("""{"input_tokens":9,"output_tokens":1}""", """{"output_tokens":5,"input_tokens":null}""", 9L, 5L)]
    public async Task Usage_AbsurdOrInParts_LosesNoAnswer(string first, string last, long? input, long? output)
    {
        var response = await AskAsync(reply => reply.Start(usage: first).Text("Hello").Stop(usage: last));

        Assert.Equal("Hello", response.Text);
        Assert.Equal((input, output), (response.Usage?.InputTokenCount, response.Usage?.OutputTokenCount));
    }

    [Theory]
    [InlineData("end_turn", "stop")]
    [InlineData("stop_sequence", "stop")]
    [InlineData("max_tokens", "length")]
    [InlineData("model_context_window_exceeded", "length")]
    [InlineData("tool_use", "tool_calls")]
    [InlineData("refusal", "content_filter")]
    [InlineData("pause_turn", "pause_turn")]
    [InlineData("something_new", "something_new")]
    public async Task StopReason_OfAnyKind_IsTold(string told, string expected)
    {
        var response = await AskAsync(reply => reply.Start().Text("Hello").Stop(told));

        Assert.Equal(expected, response.FinishReason?.Value);
    }

    [Fact]
    public async Task Thinking_Streamed_IsReasoningAndNotText()
    {
        var response = await AskAsync(reply => reply.Start().Thinking("Let me ", "see.").Text("Hello").Stop());

        Assert.Equal("Hello", response.Text);
        Assert.Equal("Let me see.", string.Concat(response.Messages[0].Contents.OfType<TextReasoningContent>().Select(thought => thought.Text)));
    }

    [Fact]
    public async Task Thinking_Redacted_IsPassedOver()
    {
        var response = await AskAsync(reply => reply
            .Start()
            .Event("content_block_start", """ "index":0,"content_block":{"type":"redacted_thinking","data":"abc"} """)
            .Event("content_block_stop", """ "index":0 """)
            .Text("Hello")
            .Stop());

        Assert.Equal("Hello", response.Text);
    }

    [Fact]
    public async Task ToolCalls_InParts_ComeComplete()
    {
        var response = await AskAsync(reply => reply
            .Start()
            .Text("Wait.")
            .ToolUse("toolu_1", "weather", "{\"ci", "ty\":\"Par", "is\"}")
            .ToolUse("toolu_2", "time")
            .ToolUse("toolu_1", "time", "", "{}")
            .Stop("tool_use"));

        var calls = response.Messages[0].Contents.OfType<FunctionCallContent>().ToList();
        Assert.Equal(["weather", "time", "time"], calls.Select(call => call.Name));
        Assert.Equal("Paris", calls[0].Arguments!["city"]!.ToString());
        Assert.Equal("toolu_1", calls[0].CallId);
        Assert.Equal(3, calls.Select(call => call.CallId).Distinct().Count());
        Assert.All(calls[1..], call => Assert.Empty(call.Arguments!));
        Assert.All(calls, call => Assert.Null(call.Exception));
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
    }

    [Fact]
    public async Task ToolCall_WithItsInputInTheStart_KeepsIt()
    {
        var response = await AskAsync(reply => reply
            .Start()
            .Event("content_block_start", """ "index":0,"content_block":{"type":"tool_use","id":"t1","name":"weather","input":{"city":"Rome"}} """)
            .Event("content_block_stop", """ "index":0 """)
            .Stop("tool_use"));

        var call = Assert.Single(response.Messages[0].Contents.OfType<FunctionCallContent>());
        Assert.Equal("Rome", call.Arguments!["city"]!.ToString());
    }

    [Theory]
    [InlineData("{\"city\":")]
    [InlineData("[1]")]
    [InlineData("nonsense")]
    public async Task ToolCall_WithBrokenArguments_SaysSo(string arguments)
    {
        var response = await AskAsync(reply => reply.Start().ToolUse("t1", "weather", arguments).Stop("max_tokens"));

        var call = Assert.Single(response.Messages[0].Contents.OfType<FunctionCallContent>());
        Assert.NotNull(call.Exception);
        Assert.Equal(ChatFinishReason.Length, response.FinishReason);
    }

    [Fact]
    public async Task ToolCall_WithoutAName_SaysSo()
    {
        var response = await AskAsync(reply => reply.Start().ToolUse("t1", "", "{}").Stop("tool_use"));

        Assert.NotNull(Assert.Single(response.Messages[0].Contents.OfType<FunctionCallContent>()).Exception);
    }

    [Fact]
    public async Task Stream_OfSingleBytesWithCrLf_GivesTheSameText()
    {
        await using var upstream = await AnthropicUpstream.StartAsync(Token);
        using var client = new TestClient(upstream);
        var stream = Encoding.UTF8.GetBytes("""
            : comment

            event: message_start
            data: {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"claude-a","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"ä€😀"}}

            event: message_stop
            data: {"type":"message_stop"}


            """.ReplaceLineEndings("\r\n"));
        upstream.Script(TestClient.Model, reply =>
        {
            for (var at = 0; at < stream.Length; at++)
            {
                reply.Raw(stream.AsMemory(at, 1));
            }
        });

        Assert.Equal("ä€😀", (await client.AskAsync()).Text);
    }

    [Fact]
    public async Task Event_OfAnUnknownType_IsPassedOver()
    {
        var response = await AskAsync(reply => reply
            .Start()
            .Event("something_new", """ "a":1 """)
            .Event("content_block_start", """ "index":7,"content_block":{"type":"something_new","x":1} """)
            .Event("content_block_delta", """ "index":7,"delta":{"type":"something_delta","x":1} """)
            .Event("content_block_stop", """ "index":7 """)
            .Text("Hello")
            .Stop());

        Assert.Equal("Hello", response.Text);
    }

    [Fact]
    public async Task Reply_AfterItsEndMark_IsOverThoughTheConnectionStays()
    {
        await using var upstream = await AnthropicUpstream.StartAsync(Token);
        upstream.Script(TestClient.Model, reply =>
        {
            new AnthropicReply(reply).Start().Text("Hello").Stop();
            reply.Hold();
        });
        using var client = new TestClient(upstream);

        Assert.Equal("Hello", (await client.AskAsync()).Text);
        await (await upstream.NextRequestAsync(Token)).Aborted.WaitAsync(Token);
    }

    [Fact]
    public async Task Connection_CutAfterTheStopReason_LosesNothing()
    {
        await using var upstream = await AnthropicUpstream.StartAsync(Token);
        upstream.Script(TestClient.Model, reply =>
        {
            new AnthropicReply(reply).Start().Text("Hello").Finish();
            reply.Cut();
        });
        using var client = new TestClient(upstream);

        Assert.Equal("Hello", (await client.AskAsync()).Text);
    }

    [Theory]
    [MemberData(nameof(Floods))]
    public async Task Answer_OverEightMegabytes_IsCut(string piece)
    {
        await using var upstream = await AnthropicUpstream.StartAsync(Token);
        upstream.Script(TestClient.Model, reply =>
        {
            new AnthropicReply(reply).Start().Event(
                "content_block_start", """ "index":0,"content_block":{"type":"tool_use","id":"t","name":"f","input":{}} """);
            for (var sent = 0; sent < 12; sent++)
            {
                reply.Raw(piece);
            }
        });
        using var client = new TestClient(upstream);

        var fault = await client.FailAsync();

        Assert.Equal((ErrorCodes.ProviderMalformed, false), (fault.Code, fault.Retryable));
        Assert.Contains("8 MB", fault.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Floods()
    {
        var filler = new string('x', 900 * 1024);
        return
        [
            Delta($$"""{"type":"text_delta","text":"{{filler}}"}"""),
            Delta($$"""{"type":"thinking_delta","thinking":"{{filler}}"}"""),
            Delta($$"""{"type":"input_json_delta","partial_json":"{{filler}}"}"""),
            "data: " + filler + "\n",
            filler,
            ": " + filler + "\n\n",
        ];
    }

    private static string Delta(string delta) =>
        $"event: content_block_delta\ndata: {{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{delta}}}\n\n";

    private static async Task<ChatResponse> AskAsync(Action<AnthropicReply> write)
    {
        await using var upstream = await AnthropicUpstream.StartAsync(Token);
        upstream.Stream(write);
        using var client = new TestClient(upstream);
        return await client.AskAsync();
    }
}
