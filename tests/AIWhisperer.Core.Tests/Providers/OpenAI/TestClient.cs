using AIWhisperer.Core.Providers;
using AIWhisperer.Core.Providers.OpenAI;
using AIWhisperer.TestHarness.Upstream;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tests.Providers.OpenAI;

/// <summary>A client of kind <c>openai</c> with connections of its own.</summary>
internal sealed class TestClient(Uri baseUrl, string? key = TestClient.Key, TimeProvider? timeProvider = null, WireDialect? wire = null) : IDisposable
{
    public const string Key = "sk-canary-7f3a9b1c5d";
    public const string Model = "model-a";

    private readonly OpenAIProviderKind _kind = new(timeProvider ?? TimeProvider.System);

    public TestClient(FakeUpstream upstream)
        : this(upstream.BaseUrl)
    {
    }

    public IChatClient Create() => _kind.CreateClient(new ProviderDefinition
    {
        Id = "test",
        Kind = "openai",
        BaseUrl = baseUrl,
        ApiKeyVariable = "TEST_KEY",
        ApiKey = key is null ? null : new Secret(key),
        Wire = wire ?? WireDialect.Shared,
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
