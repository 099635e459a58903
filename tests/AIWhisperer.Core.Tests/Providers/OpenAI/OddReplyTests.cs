using System.Text;
using AIWhisperer.TestHarness.Upstream;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tests.Providers.OpenAI;

public sealed class OddReplyTests
{
    private const string Done = "data: [DONE]\n\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stream_OfSingleBytes_GivesTheSameText()
    {
        var stream = Encoding.UTF8.GetBytes("\uFEFF" + Chunk("ä€") + Chunk("😀") + Finish() + Done);
        var response = await AskAsync(reply =>
        {
            for (var at = 0; at < stream.Length; at++)
            {
                reply.Raw(stream.AsMemory(at, 1));
            }
        });

        Assert.Equal("ä€😀", response.Text);
    }

    [Fact]
    public async Task Stream_WithCommentsCrLfAndOtherFields_IsUnderstood()
    {
        var response = await AskAsync(
            ": PROCESSING\r\n\r\n" + ": again\n\n" + "event: message\r\nid: 7\r\nretry: 10\r\n" + Chunk("a").Replace("\n", "\r\n", StringComparison.Ordinal)
            + "data:\n\n" + "data:{\"choices\":[{\"delta\":\ndata:{\"content\":\"b\"}}]}\n\n" + Finish() + "data:[DONE]\r\n\r\n");

        Assert.Equal("ab", response.Text);
    }

    [Theory]
    [InlineData("data: {\"choices\":[]}\n\n")]
    [InlineData("data: {\"choices\":null,\"usage\":null}\n\n")]
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":null,\"finish_reason\":\"\"}]}\n\n")]
    [InlineData("data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"other\"},\"finish_reason\":\"length\"}]}\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":[]}}],\"error\":null}\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"tool_calls\":null,\"role\":7,\"audio\":{\"x\":[1]}}}],\"usage\":\"none\"}\n\n")]
    [InlineData("data: {\"prompt_filter_results\":[{\"a\":{}}],\"id\":\"\",\"model\":3,\"choices\":[]}\n\n")]
    public async Task Chunk_WithNothingToSay_IsPassedOver(string chunk)
    {
        var response = await AskAsync(chunk + Chunk("a") + chunk + Finish() + Done);

        Assert.Equal("a", response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
    }

    [Fact]
    public async Task Content_AsAListOfParts_IsItsText() =>
        Assert.Equal("ab", (await AskAsync(
            "data: {\"choices\":[{\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"x\",\"y\":1},{\"text\":\"b\"}]}}]}\n\n"
            + Done)).Text);

    [Fact]
    public async Task Surrogates_SplitOverChunks_AreJoined()
    {
        var response = await AskAsync(RawChunk("x\\ud83d") + RawChunk("\\ude00y\\n\\\"\\u00e4") + RawChunk("\\ud83dz") + Done);

        Assert.Equal("x😀y\n\"ä\uFFFDz", response.Text);
    }

    [Fact]
    public async Task Utf8_ThatIsBroken_IsReplaced()
    {
        byte[] stream = [.. Encoding.UTF8.GetBytes("data: {\"choices\":[{\"delta\":{\"content\":\"a"), 0xC3, .. Encoding.UTF8.GetBytes("b\"}}]}\n\n" + Done)];

        var response = await AskAsync(reply => reply.Raw(stream));

        Assert.Equal("a\uFFFDb", response.Text);
    }

    [Fact]
    public async Task Line_OfAMegabyte_IsRead()
    {
        var text = new string('x', 1024 * 1024);

        Assert.Equal(text, (await AskAsync(Chunk(text) + Done)).Text);
    }

    [Theory]
    [InlineData("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n")]
    [InlineData("data: [DONE]\n\n")]
    public async Task Stream_WithEitherEndMark_IsComplete(string end) =>
        Assert.Equal("a", (await AskAsync(Chunk("a") + end)).Text);

    [Fact]
    public async Task Connection_CutAfterTheFinishReason_LosesNothing() =>
        Assert.Equal("a", (await AskAsync(reply => reply.Raw(Chunk("a") + Finish()).Cut())).Text);

    [Fact]
    public async Task Usage_InEveryChunk_IsCountedOnce()
    {
        var chunk = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7}}\n\n";

        var response = await AskAsync(Chunk("a") + chunk + chunk + Done);

        Assert.Equal((5L, 7L), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount));
    }

    [Fact]
    public async Task Usage_ThatIsAbsurd_IsNoCount()
    {
        var response = await AskAsync(
            Chunk("a") + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":-1,\"completion_tokens\":9e30,\"total_tokens\":\"7\","
            + "\"prompt_tokens_details\":null,\"completion_tokens_details\":{\"reasoning_tokens\":99999999999}}}\n\n" + Done);

        Assert.Null(response.Usage!.InputTokenCount);
        Assert.Null(response.Usage.OutputTokenCount);
        Assert.Null(response.Usage.TotalTokenCount);
        Assert.Null(response.Usage.ReasoningTokenCount);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    public async Task Json_InsteadOfAStream_IsUnderstood(string contentType)
    {
        var response = await AskAsync(reply => reply.Status(
            200,
            """
            {"id":"r1","model":"m","choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":"Wait.",
            "reasoning_content":"Hm.","tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]}}],
            "usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}
            """,
            contentType));

        Assert.Equal("Wait.", response.Text);
        Assert.Equal("c1", Assert.Single(response.Messages[0].Contents.OfType<FunctionCallContent>()).CallId);
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
        Assert.Equal(7, response.Usage!.TotalTokenCount);
    }

    [Theory]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":5}}]}\n\n")]
    [InlineData("data: {\"choices\":\"none\"}\n\n")]
    [InlineData("data: {\"choices\":[7]}\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":\"a\"}]}\n\n")]
    [InlineData("data: {\"choices\":[{\"index\":\"zero\"}]}\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":1.5}]}}]}\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"tool_calls\":{}}}]}\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":{\"name\":[]}}]}}]}\n\n")]
    [InlineData("data: {\"choices\":[]} trailing\n\n")]
    [InlineData("data: 7\n\n")]
    [InlineData("data: hello\n\n")]
    [InlineData("<html><body>Welcome</body></html>")]
    [InlineData("{\"status\":\"ok\"}")]
    [InlineData("{\"choices\":[")]
    public async Task Bytes_ThatAreNotTheProtocol_AreMalformed(string stream)
    {
        var fault = await FailAsync(reply => reply.Raw(stream + Done));

        Assert.Equal(ErrorCodes.ProviderMalformed, fault.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"choi")]
    [InlineData("hello there")]
    public async Task Stream_WithoutAnEnd_IsTruncated(string stream)
    {
        var ended = await FailAsync(reply => reply.Raw(stream));
        var cut = await FailAsync(reply => reply.Raw(stream).Cut());

        Assert.All([ended, cut], fault =>
        {
            Assert.Equal(ErrorCodes.ProviderTruncated, fault.Code);
            Assert.True(fault.Retryable);
        });
    }

    [Fact]
    public async Task Stream_CutInTheMiddle_GivesItsTextFirst()
    {
        await using var upstream = await FakeUpstream.StartAsync(Token);
        upstream.Script(TestClient.Model, reply => reply.Text("a").Text("b").Cut());
        using var client = new TestClient(upstream);

        var text = "";
        var fault = await Assert.ThrowsAsync<ProviderException>(async () =>
        {
            await foreach (var update in client.StreamAsync("Hi", Token))
            {
                text += update.Text;
            }
        });

        Assert.Equal(ErrorCodes.ProviderTruncated, fault.Code);
        Assert.Equal("ab", text);
    }

    [Theory]
    [MemberData(nameof(Floods))]
    public async Task Answer_OverEightMegabytes_IsCut(string piece, int count)
    {
        var fault = await FailAsync(reply =>
        {
            for (var sent = 0; sent < count; sent++)
            {
                reply.Raw(piece);
            }
        });

        Assert.Equal(ErrorCodes.ProviderMalformed, fault.Code);
        Assert.False(fault.Retryable);
    }

    public static TheoryData<string, int> Floods()
    {
        var filler = new string('x', 900 * 1024);
        return new TheoryData<string, int>
        {
            { Chunk(filler), 12 },
            { "data: {\"choices\":[{\"delta\":{\"reasoning\":\"" + filler + "\"}}]}\n\n", 12 },
            { "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"" + filler + "\"}}]}}]}\n\n", 12 },
            { "data: " + filler + "\n", 12 },
            { filler, 12 },
            { ": " + filler + "\n\n", 12 },
            { "{\"a\":\"" + filler, 12 },
        };
    }

    private static async Task<ChatResponse> AskAsync(Action<UpstreamReply> write)
    {
        await using var upstream = await FakeUpstream.StartAsync(Token);
        upstream.Script(TestClient.Model, write);
        using var client = new TestClient(upstream);
        return await client.AskAsync();
    }

    private static Task<ChatResponse> AskAsync(string stream) => AskAsync(reply => reply.Raw(stream));

    private static async Task<ProviderException> FailAsync(Action<UpstreamReply> write) =>
        await Assert.ThrowsAsync<ProviderException>(() => AskAsync(write));

    private static string RawChunk(string escaped) => "data: {\"choices\":[{\"delta\":{\"content\":\"" + escaped + "\"}}]}\n\n";

    private static string Chunk(string text) => RawChunk(text);

    private static string Finish() => "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
}
