using AIWhisperer.Core.Providers;
using AIWhisperer.Core.Tests.Providers.Cassettes;
using AIWhisperer.TestHarness;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace AIWhisperer.Core.Tests.Providers;

public sealed class ProviderCatalogTests : IDisposable
{
    private const string Good = """
        default_provider: openai
        providers:
          openai: { kind: openai, base_url: "http://a/v1", api_key: "${KEY}" }
          offline: { kind: offline }
        """;

    private readonly ConfigurationFolder _folder = new();
    private readonly FakeProviderKind _openai = new("openai", needsBaseUrl: true);
    private string? _key = "sk-canary-4711";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Catalog_FileMissing_SaysSoAndServesNothing()
    {
        ProviderCatalog catalog = Open();

        Assert.Equal("providers.yaml", Assert.Single(catalog.Current.Problems).File);
        Assert.Null(catalog.Current.DefaultProviderId);
        Assert.False(catalog.Status("openai").IsAvailable);
    }

    [Fact]
    public void GetClient_ManyCallers_ShareOneClient()
    {
        ProviderCatalog catalog = Open(Good);
        var clients = new IChatClient[64];

        Parallel.For(0, clients.Length, i => clients[i] = catalog.GetClient("openai"));

        Assert.All(clients, client => Assert.Same(clients[0], client));
        Assert.Equal(1, _openai.Created);
    }

    [Fact]
    public void GetClient_ReloadWithoutChange_KeepsTheClient()
    {
        ProviderCatalog catalog = Open(Good);
        IChatClient before = catalog.GetClient("openai");
        _folder.Replace("providers.yaml", "# comment\n" + Good.Replace("offline }", "offline, words_per_second: 5 }", StringComparison.Ordinal));

        catalog.Reload();

        Assert.Same(before, catalog.GetClient("openai"));
        Assert.Equal(5, catalog.Current.Providers["offline"].WordsPerSecond);
    }

    [Fact]
    public void GetClient_DefinitionChanged_GivesANewClient()
    {
        ProviderCatalog catalog = Open(Good);
        IChatClient before = catalog.GetClient("openai");
        string revision = catalog.Current.Revision;
        _folder.Replace("providers.yaml", Good.Replace("//a/", "//b/", StringComparison.Ordinal));

        catalog.Reload();

        Assert.NotSame(before, catalog.GetClient("openai"));
        Assert.NotEqual(revision, catalog.Current.Revision);
    }

    [Theory]
    [InlineData("resilience: { silence_timeout: 44 }")]
    [InlineData("limits: { longest_wait: 61 }")]
    public void Reload_LimitChanged_IsAnotherRevision(string change)
    {
        ProviderCatalog catalog = Open(Good);
        string revision = catalog.Current.Revision;
        _folder.Replace("providers.yaml", Good.Replace("kind: offline }", $"kind: offline, {change} }}", StringComparison.Ordinal));

        catalog.Reload();

        Assert.Empty(catalog.Current.Problems);
        Assert.NotEqual(revision, catalog.Current.Revision);
    }

    [Fact]
    public void GetClient_KeyChanged_GivesANewClientUnderTheSameRevision()
    {
        ProviderCatalog catalog = Open(Good);
        IChatClient before = catalog.GetClient("openai");
        string revision = catalog.Current.Revision;
        _key = "sk-other";

        catalog.Reload();

        Assert.NotSame(before, catalog.GetClient("openai"));
        Assert.Equal(revision, catalog.Current.Revision);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Status_KeyNotSet_IsUnavailableWithTheRemedy(string? key)
    {
        _key = key;
        ProviderCatalog catalog = Open(Good);

        Assert.Equal(
            new ProviderStatus("openai", ProviderAvailability.Unavailable, "KEY is not set; set it in the server's environment and restart."),
            catalog.Status("openai"));
        Assert.Equal(new ProviderStatus("offline", ProviderAvailability.Available, null), catalog.Status("offline"));
        var fault = Assert.Throws<ProviderException>(() => catalog.GetClient("openai"));
        Assert.Equal((ErrorCodes.ProviderUnavailable, catalog.Status("openai").Reason), (fault.Code, fault.Message));
    }

    [Fact]
    public void Status_UnknownProvider_SuggestsTheNearest() =>
        Assert.Equal("There is no provider `opnai`. Did you mean `openai`?", Open(Good).Status("opnai").Reason);

    [Fact]
    public void Status_ProviderWithErrors_SaysSo()
    {
        ProviderCatalog catalog = Open("providers:\n  openai: { kind: openai }\n  offline: { kind: offline }\n");

        Assert.Equal("The provider `openai` has errors in providers.yaml; mend them.", catalog.Status("openai").Reason);
        Assert.Equal(["offline", "openai"], catalog.Current.DeclaredIds);
        Assert.Equal("offline", catalog.Current.DefaultProviderId);
    }

    [Theory]
    [InlineData("providers: [")]
    [InlineData("")]
    [InlineData("default_provider: openai\nproviders:\n  openai: { kind: openai, base_url: \"http://b/v1\", api_key: literal }\n  offline: { kind: offline }\n")]
    public void Reload_BadEdit_KeepsLastGood(string text)
    {
        ProviderCatalog catalog = Open(Good);
        IChatClient before = catalog.GetClient("openai");
        string revision = catalog.Current.Revision;
        _folder.Write("providers.yaml", text);

        Assert.NotEmpty(catalog.Reload().Problems);

        Assert.Same(before, catalog.GetClient("openai"));
        Assert.Equal((revision, "openai"), (catalog.Current.Revision, catalog.Current.DefaultProviderId));
    }

    [Fact]
    public void Reload_FileGone_KeepsLastGood()
    {
        ProviderCatalog catalog = Open(Good);
        _folder.Delete("providers.yaml");

        Assert.NotEmpty(catalog.Reload().Problems);

        Assert.Equal(["offline", "openai"], catalog.Current.Providers.Keys);
    }

    [Fact]
    public void Reload_ProviderRemoved_IsGone()
    {
        ProviderCatalog catalog = Open(Good);
        _folder.Write("providers.yaml", "providers:\n  offline: { kind: offline }\n");

        catalog.Reload();

        Assert.Equal(["offline"], catalog.Current.Providers.Keys);
        Assert.Equal("offline", catalog.Current.DefaultProviderId);
    }

    [Fact]
    public void ModelsOf_NoProvider_GivesTheDefaultsModels()
    {
        ProviderSnapshot current = Open("providers:\n  offline: { kind: offline, models: [m1, m2] }\n").Current;

        Assert.Equal(["m1", "m2"], current.ModelsOf(null));
        Assert.Empty(current.ModelsOf("unknown"));
    }

    [Fact]
    public void FactsOf_ListedModel_AreThoseOfTheTable()
    {
        ProviderCatalog catalog = Open(Good);

        Assert.Equal(128_000, catalog.FactsOf("openai", "gpt-4o").ContextWindow);
        Assert.Same(ModelFacts.Unknown, catalog.FactsOf("openai", "nothing-listed"));
        Assert.Same(ModelFacts.Unknown, catalog.FactsOf("unknown", "gpt-4o"));
    }

    [Fact]
    public void Reload_TableChanged_GivesNewClientsOnlyWhereItCounts()
    {
        const string Two = "providers:\n  one: { preset: house }\n  two: { preset: vllm }\n";
        _folder.Write("models.yaml", "presets: { house: { kind: openai, base_url: 'http://a/v1' } }\nmodels: { house: { m: { context_window: 1 } } }\n");
        ProviderCatalog catalog = Open(Two);
        (IChatClient one, IChatClient two, string revision) = (catalog.GetClient("one"), catalog.GetClient("two"), catalog.Current.Revision);

        _folder.Replace(
            "models.yaml", "presets: { house: { kind: openai, base_url: 'http://a/v1' } }\nmodels: { house: { m: { context_window: 2 } } }\n");
        catalog.Reload();

        Assert.Empty(catalog.Current.Problems);
        Assert.Equal(2, catalog.FactsOf("one", "m").ContextWindow);
        Assert.NotSame(one, catalog.GetClient("one"));
        Assert.Same(two, catalog.GetClient("two"));
        Assert.NotEqual(revision, catalog.Current.Revision);
    }

    [Fact]
    public async Task Reload_PriceChanged_ForgetsNoCallThatALimitCounts()
    {
        const string One = "providers:\n  one: { preset: house, limits: { requests_per_minute: 1, max_waiting_calls: 0 } }\n";
        const string Table = "presets: { house: { kind: openai, base_url: 'http://a/v1' } }\nmodels: { house: { m: { price: { input: 1, output: 2 } } } }\n";
        _folder.Write("models.yaml", Table);
        ProviderCatalog catalog = Open(One);
        Assert.IsType<NotSupportedException>(await FaultAsync(catalog));
        Assert.Equal(ErrorCodes.ProviderBusy, Assert.IsType<ProviderException>(await FaultAsync(catalog)).Code);

        _folder.Replace("models.yaml", Table.Replace("output: 2", "output: 3", StringComparison.Ordinal));
        catalog.Reload();

        Assert.Equal(3, catalog.FactsOf("one", "m").Price!.Output);
        Assert.Equal(ErrorCodes.ProviderBusy, Assert.IsType<ProviderException>(await FaultAsync(catalog)).Code);

        static ValueTask<Exception?> FaultAsync(ProviderCatalog catalog) =>
            Record.ExceptionAsync(() => catalog.GetClient("one").GetResponseAsync("Hello", null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Reload_PresetsWireChanged_GivesANewClient()
    {
        _folder.Write("models.yaml", "presets: { house: { kind: openai, base_url: 'http://a/v1', wire: { seed_field: a } } }\n");
        ProviderCatalog catalog = Open("providers:\n  one: { preset: house }\n");
        IChatClient before = catalog.GetClient("one");

        _folder.Replace("models.yaml", "presets: { house: { kind: openai, base_url: 'http://a/v1', wire: { seed_field: b } } }\n");
        catalog.Reload();

        Assert.NotSame(before, catalog.GetClient("one"));
        Assert.Equal("b", catalog.Current.Providers["one"].Wire.SeedField);
    }

    [Fact]
    public void Reload_BadTable_KeepsTheLastGoodOne()
    {
        _folder.Write("models.yaml", "presets: { house: { kind: openai, base_url: 'http://a/v1' } }\nmodels: { house: { m: { context_window: 1 } } }\n");
        ProviderCatalog catalog = Open("providers:\n  one: { preset: house }\n");
        (IChatClient before, string revision) = (catalog.GetClient("one"), catalog.Current.Revision);

        _folder.Write("models.yaml", "models: { house: { m: { context_window: much } } }\n");
        catalog.Reload();

        Assert.Equal("models.yaml", Assert.Single(catalog.Current.Problems).File);
        Assert.Equal(1, catalog.FactsOf("one", "m").ContextWindow);
        Assert.Same(before, catalog.GetClient("one"));
        Assert.Equal(revision, catalog.Current.Revision);
    }

    [Fact]
    public void Reload_TableRemoved_LeavesTheBuiltInOne()
    {
        _folder.Write("models.yaml", "models: { openai: { gpt-4o: { context_window: 1 } } }\n");
        ProviderCatalog catalog = Open(Good);
        Assert.Equal(1, catalog.FactsOf("openai", "gpt-4o").ContextWindow);

        _folder.Delete("models.yaml");
        catalog.Reload();

        Assert.Equal(128_000, catalog.FactsOf("openai", "gpt-4o").ContextWindow);
    }

    [Fact]
    public void Open_BadTable_UsesWhatIsGoodOfIt()
    {
        _folder.Write("models.yaml", "models: { openai: { gpt-4o: { context_window: much }, gpt-4.1: { context_window: 1 } } }\n");
        ProviderCatalog catalog = Open(Good);

        Assert.Single(catalog.Current.Problems);
        Assert.Equal((128_000, 1), (catalog.FactsOf("openai", "gpt-4o").ContextWindow, catalog.FactsOf("openai", "gpt-4.1").ContextWindow));
    }

    private ProviderCatalog Open(string? yaml = null)
    {
        if (yaml is not null)
        {
            _folder.Write("providers.yaml", yaml);
        }

        return new(
            _folder.WrappedOptions, [_openai, new FakeProviderKind("offline")], name => name == "KEY" ? _key : null, TimeProvider.System,
            Decks.Off, NullLogger<ProviderCatalog>.Instance);
    }
}
