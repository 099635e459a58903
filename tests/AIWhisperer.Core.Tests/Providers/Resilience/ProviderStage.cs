using AIWhisperer.Core.Providers;
using AIWhisperer.Core.Providers.OpenAI;
using AIWhisperer.Core.Tests.Providers.Cassettes;
using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Upstream;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace AIWhisperer.Core.Tests.Providers.Resilience;

/// <summary>
/// A catalog with the provider <c>test</c>, on the wire of OpenAI to a scripted upstream or on a <see cref="ScriptedClient"/>, with a
/// clock that the test moves.
/// </summary>
internal sealed class ProviderStage : IAsyncDisposable
{
    public const string Model = "model-a";

    private readonly ConfigurationFolder _folder = new();
    private readonly OpenAIProviderKind _openai;
    private readonly string _entry;

    private ProviderStage(FakeUpstream? upstream, string entry, ScriptedClient? wire)
    {
        Wire = wire!;
        Upstream = upstream!;
        _entry = entry;
        _openai = new OpenAIProviderKind(Clock);
        IProviderKind[] kinds = [_openai, new FakeProviderKind("scripted", create: _ => Wire)];
        _folder.Write("providers.yaml", $"providers:\n  test: {{ {entry} }}\n");
        Catalog = new ProviderCatalog(_folder.WrappedOptions, kinds, _ => null, Clock, Decks.Off, NullLogger<ProviderCatalog>.Instance);
        Assert.Empty(Catalog.Current.Problems);
    }

    public FakeUpstream Upstream { get; }

    public ScriptedClient Wire { get; }

    public ManualTimeProvider Clock { get; } = new();

    public ProviderCatalog Catalog { get; }

    public ProviderActivity Activity => Catalog.Activity("test");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="settings">What the provider's entry holds besides, such as <c>limits: { … }</c>.</param>
    /// <param name="address">Where the provider is; null means the upstream.</param>
    public static async Task<ProviderStage> StartAsync(string settings = "resilience: { retry_delay: 0 }", Func<Uri, Uri>? address = null)
    {
        var upstream = await FakeUpstream.StartAsync(Token);
        var url = address?.Invoke(upstream.BaseUrl) ?? upstream.BaseUrl;
        return new ProviderStage(upstream, $"kind: openai, base_url: \"{url}\", {settings}", null);
    }

    /// <param name="wire">What the provider does for each call, counted from 1.</param>
    /// <param name="settings">What the provider's entry holds besides.</param>
    public static ProviderStage Of(
        Func<int, CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> wire, string settings = "resilience: { max_attempts: 1 }") =>
        new(null, $"kind: scripted, {settings}", new ScriptedClient(wire));

    /// <summary>Reads the provider's entry again, with a change where one is given.</summary>
    public void Reload(string? change = null)
    {
        _folder.Replace("providers.yaml", $"# Again\nproviders:\n  test: {{ {_entry}{(change is null ? "" : $", {change}")} }}\n");
        Assert.Empty(Catalog.Reload().Problems);
    }

    public IAsyncEnumerable<ChatResponseUpdate> Stream(ProviderCallOptions? options = null, CancellationToken? cancellationToken = null)
    {
        options ??= new ProviderCallOptions();
        options.ModelId = Model;
        return Catalog.GetClient("test").GetStreamingResponseAsync([new(ChatRole.User, "Hello")], options, cancellationToken ?? Token);
    }

    /// <summary>The whole call: its texts and notices, as words.</summary>
    public async Task<List<string>> ReadAsync(ProviderCallOptions? options = null)
    {
        var read = new List<string>();
        await foreach (var update in Stream(options))
        {
            read.AddRange(update.Contents.Select(Word).OfType<string>());
        }

        return read;
    }

    /// <summary>The fault that the call ends in.</summary>
    public Task<ProviderException> FailAsync(ProviderCallOptions? options = null) =>
        Assert.ThrowsAsync<ProviderException>(() => ReadAsync(options));

    /// <summary>Makes calls one after another that all have to fail.</summary>
    public async Task FailAsync(int calls)
    {
        for (var call = 0; call < calls; call++)
        {
            await FailAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _openai.Dispose();
        Wire?.Dispose();
        _folder.Dispose();
        if (Upstream is not null)
        {
            await Upstream.DisposeAsync();
        }
    }

    private static string? Word(AIContent content) => content switch
    {
        TextContent text => text.Text,
        RetryNotice retry => $"retry after {retry.Attempt}",
        WaitNotice wait => $"place {wait.Position}",
        _ => null,
    };
}
