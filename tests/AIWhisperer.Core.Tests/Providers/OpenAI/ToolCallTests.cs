using AIWhisperer.TestHarness.Upstream;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tests.Providers.OpenAI;

public sealed class ToolCallTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{\"city\":\"Ber")]
    [InlineData("[1]")]
    [InlineData("\"text\"")]
    [InlineData("{city: Berlin}")]
    public async Task Arguments_ThatAreNoObject_AreToldAndNotThrown(string arguments)
    {
        var call = Assert.Single(await CallsAsync(reply => reply.ToolCall("c1", "f", arguments)));

        Assert.NotNull(call.Exception);
        Assert.Equal(arguments, call.RawRepresentation);
        Assert.Equal("c1", call.CallId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("null")]
    [InlineData("{}")]
    public async Task Arguments_ThatAreMissing_AreNone(string arguments)
    {
        var call = Assert.Single(await CallsAsync(reply => reply.ToolCall("c1", "f", arguments)));

        Assert.Null(call.Exception);
        Assert.Empty(call.Arguments!);
    }

    [Fact]
    public async Task Arguments_AsAnObject_AreRead()
    {
        var call = Assert.Single(await CallsAsync(reply => reply.Delta(
            """{"tool_calls":[{"index":0,"id":"c1","function":{"name":"f","arguments":{"a":{"b":[1]}}}}]}""")));

        Assert.Equal("""{"b":[1]}""", call.Arguments!["a"]?.ToString());
    }

    [Fact]
    public async Task Parts_OfInterleavedCalls_AreJoinedByIndex()
    {
        var calls = await CallsAsync(reply => reply.Delta("""
            {"tool_calls":[{"index":0,"id":"c1","function":{"name":"f","arguments":"{\"a\""}},{"index":1,"id":"c2","function":{"name":"g"}}]}
            """.ReplaceLineEndings(""))
            .Delta("""{"tool_calls":[{"index":1,"function":{"arguments":"{\"b\":2}"}}]}""")
            .Delta("""{"tool_calls":[{"index":0,"id":"c1","function":{"name":"f","arguments":":1}"}}]}"""));

        Assert.Equal(["f a=1", "g b=2"], Describe(calls));
    }

    [Theory]
    [InlineData("\"index\":0,")]
    [InlineData("")]
    [InlineData("\"index\":null,")]
    public async Task Calls_UnderOneIndexOrNone_AreToldApartByTheirIds(string index)
    {
        var calls = await CallsAsync(reply => reply
            .Delta($$$"""{"tool_calls":[{{{{index}}}"id":"c1","function":{"name":"f","arguments":"{\"a\":1}"}}]}""")
            .Delta($$$"""{"tool_calls":[{{{{index}}}"id":"c2","function":{"name":"f","arguments":"{\"a\":"}}]}""")
            .Delta($$$"""{"tool_calls":[{{{{index}}}"function":{"arguments":"2}"}}]}"""));

        Assert.Equal(["f a=1", "f a=2"], Describe(calls));
        Assert.Equal(["c1", "c2"], calls.Select(call => call.CallId));
    }

    [Fact]
    public async Task Ids_ThatAreMissingOrUsedTwice_AreMadeUnique()
    {
        var calls = await CallsAsync(reply => reply
            .Delta("""{"tool_calls":[{"index":0,"id":"same","function":{"name":"f"}},{"index":1,"id":"same","function":{"name":"g"}}]}""")
            .Delta("""{"tool_calls":[{"index":2,"id":"","function":{"name":"h"}},{"index":3,"id":null,"function":{"name":"i"}}]}"""));

        Assert.Equal(["f", "g", "h", "i"], calls.Select(call => call.Name));
        Assert.Equal("same", calls[0].CallId);
        Assert.Equal(4, calls.Select(call => call.CallId).Distinct().Count());
        Assert.All(calls, call => Assert.NotEmpty(call.CallId));
    }

    [Theory]
    [InlineData("""{"tool_calls":[{"index":0,"id":"c1","function":{"name":"","arguments":"{}"}}]}""")]
    [InlineData("""{"tool_calls":[{"index":0,"id":"c1","function":null}]}""")]
    public async Task Call_WithoutAName_IsToldAndNotThrown(string delta)
    {
        var call = Assert.Single(await CallsAsync(reply => reply.Delta(delta)));

        Assert.Equal("", call.Name);
        Assert.NotNull(call.Exception);
    }

    [Fact]
    public async Task Calls_WithoutAFinishReason_EndInToolCalls()
    {
        await using var upstream = await FakeUpstream.StartAsync(Token);
        upstream.Script(TestClient.Model, reply => reply
            .Delta("""{"tool_calls":[{"index":0,"id":"c1","function":{"name":"f"}}]}""").Raw("data: [DONE]\n\n"));
        using var client = new TestClient(upstream);

        Assert.Equal(ChatFinishReason.ToolCalls, (await client.AskAsync()).FinishReason);
    }

    [Fact]
    public async Task Calls_BeyondAllReason_AreMalformed()
    {
        await using var upstream = await FakeUpstream.StartAsync(Token);
        upstream.Script(TestClient.Model, reply =>
        {
            for (var call = 0; call < 200; call++)
            {
                reply.ToolCall($"c{call}", "f");
            }
        });
        using var client = new TestClient(upstream);

        Assert.Equal(ErrorCodes.ProviderMalformed, (await client.FailAsync()).Code);
    }

    private static async Task<List<FunctionCallContent>> CallsAsync(Action<UpstreamReply> write)
    {
        await using var upstream = await FakeUpstream.StartAsync(Token);
        upstream.Script(TestClient.Model, write);
        using var client = new TestClient(upstream);
        var response = await client.AskAsync();
        return [.. response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>()];
    }

    private static IEnumerable<string> Describe(IEnumerable<FunctionCallContent> calls) =>
        calls.Select(call => $"{call.Name} {string.Join(',', call.Arguments!.Select(pair => $"{pair.Key}={pair.Value}"))}");
}
