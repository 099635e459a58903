using AIWhisperer.Core;
using AIWhisperer.Core.Providers;
using AIWhisperer.TestHarness.Upstream;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Anthropic.Tests;

/// <summary>A client of kind <c>anthropic</c> with connections of its own.</summary>
internal sealed class TestClient(Uri baseUrl, string? key = TestClient.Key, TimeProvider? timeProvider = null) : IDisposable
{
    public const string Key = "sk-ant-canary-7f3a9b1c5d";
    public const string Model = "claude-a";

    private readonly AnthropicProviderKind _kind = new(timeProvider ?? TimeProvider.System);

    public TestClient(FakeUpstream upstream)
        : this(upstream.BaseUrl)
    {
    }

    public IChatClient Create() => _kind.CreateClient(new ProviderDefinition
    {
        Id = "test",
        Kind = "anthropic",
        BaseUrl = baseUrl,
        ApiKeyVariable = "TEST_KEY",
        ApiKey = key is null ? null : new Secret(key),
    });

    public IAsyncEnumerable<ChatResponseUpdate> StreamAsync(string text, CancellationToken cancellationToken) =>
        Create().GetStreamingResponseAsync([new ChatMessage(ChatRole.User, text)], new ChatOptions { ModelId = Model }, cancellationToken);

    public Task<ChatResponse> AskAsync(ChatOptions? options = null, params IEnumerable<ChatMessage> messages)
    {
        options ??= new ChatOptions();
        options.ModelId ??= Model;
        return Create().GetResponseAsync(
            messages.Any() ? messages : [new ChatMessage(ChatRole.User, "Hello")], options, TestContext.Current.CancellationToken);
    }

    /// <summary>The fault that the call ends in.</summary>
    public async Task<ProviderException> FailAsync() => await Assert.ThrowsAsync<ProviderException>(() => AskAsync());

    public void Dispose() => _kind.Dispose();
}
