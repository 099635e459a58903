using AIWhisperer.Core.Events;
using AIWhisperer.Core.Sessions;
using AIWhisperer.TestHarness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;

namespace AIWhisperer.SemanticKernel.Tests;

/// <summary>A connector of the host's serves as a provider.</summary>
public sealed class ProviderKindTests
{
    private const string Alice = """
        alice:
          name: "Alice"
          prompt: "You are Alice."
          ai_config: { model: model-k, provider: connector }
          allow_tools: [get_current_time]
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connector_ToolCallInPieces_IsRunAndTheAnswerStreams(bool isChatClient)
    {
        await using var host = await StartAsync(isChatClient);
        host.Upstream
            .Script("model-k", reply => reply
                .ToolCall("c1", "get_current_time", "{\"time_", "zone\":", "\"Europe/Oslo\"}")
                .ToolCall("c2", "get_current_time", "{}").Event(Usage(7, 2)))
            .Script("model-k", reply => reply.Texts("It ", "is ", "late.").Event(Usage(9, 3)));
        var session = await host.CreateSessionAsync(Token);

        var receipt = await session.SendAsync(new NewMessage("Time?"), Token);
        var events = await session.ReadThroughEndAsync(receipt.TurnId, Token);
        var turn = await session.GetTurnAsync(receipt.TurnId, Token);

        Assert.Equal((TurnStatus.Completed, null), (turn.Status, turn.Error?.Message));
        Assert.Equal(("connector", "It is late."), (turn.Provider, turn.Text));
        Assert.All(turn.ToolCalls, call => Assert.Equal(ToolCallOutcome.Succeeded, call.Outcome));
        Assert.Contains("Europe/Oslo", turn.ToolCalls[0].Result, StringComparison.Ordinal);
        Assert.Equal(!isChatClient, turn.Usage!.Estimated);
        Assert.True(!isChatClient || (turn.Usage.InputTokens, turn.Usage.OutputTokens) == (16, 5));
        Assert.Contains("UTC", turn.ToolCalls[1].Result, StringComparison.Ordinal);
        var completed = events.OfType<SessionEvent.MessageCompleted>().Last();
        Assert.Equal(completed.Text, events.DeltaText(completed.MessageId));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connector_ThatIsRefused_FailsWithAProvidersCode(bool isChatClient)
    {
        await using var host = await StartAsync(isChatClient);
        host.Upstream.ScriptAlways("model-k", reply => reply.Error(401, "Bad key."));
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Hi", Token);

        Assert.Equal((TurnStatus.Failed, "provider_authentication"), (turn.Status, turn.Error?.Code));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connector_ThatIsCutOff_FailsAndKeepsThePart(bool isChatClient)
    {
        await using var host = await StartAsync(isChatClient);
        host.Upstream.ScriptAlways("model-k", reply => reply.Text("Half").Cut());
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Hi", Token);

        Assert.Equal((TurnStatus.Failed, "provider_truncated", "Half"), (turn.Status, turn.Error?.Code, turn.Text));
    }

    [Fact]
    public async Task Connector_NotRegistered_IsNamedWithTheRemedy()
    {
        await using var host = await StartAsync(isChatClient: null);
        var session = await host.CreateSessionAsync(Token);

        var turn = await session.AskAsync("Hi", Token);

        Assert.Equal("provider_unavailable", turn.Error?.Code);
        Assert.Contains("'connector'", turn.Error!.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// A chunk with the tokens. It has a choice, as some back ends' have: the OpenAI client that the connector was seen with breaks on one without.
    /// </summary>
    private static string Usage(int input, int output) => $$$"""
        {"id":"u","object":"chat.completion.chunk","created":1,"model":"model-k","choices":[{"index":0,"delta":{},"finish_reason":null}],
        "usage":{"prompt_tokens":{{{input}}},"completion_tokens":{{{output}}},"total_tokens":{{{input + output}}}}}
        """.ReplaceLineEndings("");

    private static async Task<CoreHost> StartAsync(bool? isChatClient)
    {
        Uri? upstream = null;
        var host = await CoreHost.StartAsync(
            Token,
            Alice,
            configure: services =>
            {
                services.AddSemanticKernel();
                if (isChatClient == true)
                {
                    services.AddKeyedSingleton("connector", (_, _) => Kernel.CreateBuilder()
                        .AddOpenAIChatClient("model-k", upstream!, "key").Build()
                        .GetRequiredService<Microsoft.Extensions.AI.IChatClient>());
                }
                else if (isChatClient == false)
                {
                    services.AddKeyedSingleton("connector", (_, _) => Kernel.CreateBuilder()
                        .AddOpenAIChatCompletion("model-k", upstream!, "key").Build()
                        .GetRequiredService<Microsoft.SemanticKernel.ChatCompletion.IChatCompletionService>());
                }
            },
            providers: ["connector: { kind: semantic-kernel }"]);
        upstream = host.Upstream.BaseUrl;
        return host;
    }
}
