using AIWhisperer.Core.Loops;
using AIWhisperer.Core.Providers;
using AIWhisperer.TestHarness;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tests.Loops;

/// <summary>A chain's whole response is what its stream stands for.</summary>
public sealed class WholeResponseTests
{
    [Fact]
    public async Task Response_AfterAFallbackThatBeginsAnew_IsTheLastModelsAlone()
    {
        var token = TestContext.Current.CancellationToken;
        await using var host = await CoreHost.StartAsync(token, """
            alice: { name: Alice, prompt: "You are Alice.", ai_config: { model: model-a, fallbacks: [fake/model-b] } }
            """);
        host.Upstream.ScriptAlways("model-a", reply => reply.Text("Once upon").Cut())
            .ScriptAlways("model-b", reply => reply.Text("The whole story."));
        var providers = host.Get<ProviderCatalog>();
        using var chain = new ModelChain(
            new LoopKey("session", "alice"), host.Agents.Get("alice").Config!, 0, null, providers, new UsageMeter(providers));

        var response = await chain.GetResponseAsync([new ChatMessage(ChatRole.User, "Tell me.")], cancellationToken: token);

        Assert.Equal("The whole story.", response.Text);
    }
}
