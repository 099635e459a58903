using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Providers;
using AIWhisperer.TestHarness;

namespace AIWhisperer.Core.Tests.Providers;

/// <summary>What <c>preset</c> and <c>wire</c> make of an entry of <c>providers.yaml</c>.</summary>
public sealed class ProviderPresetReadingTests
{
    private static readonly Dictionary<string, IProviderKind> s_kinds = new(StringComparer.Ordinal)
    {
        ["openai"] = new FakeProviderKind("openai", needsBaseUrl: true),
        ["offline"] = new FakeProviderKind("offline"),
    };

    [Fact]
    public void Preset_Alone_GivesAllThatIsNeeded()
    {
        ProviderDefinition provider = ReadOne("{ preset: groq }");

        Assert.Equal(
            ("openai", "groq", new Uri("https://api.groq.com/openai/v1"), "GROQ_API_KEY"),
            (provider.Kind, provider.Preset, provider.BaseUrl, provider.ApiKeyVariable));
        Assert.Equal("value of GROQ_API_KEY", provider.ApiKey!.Reveal());
        Assert.Equal(["usage", "x_groq.usage"], provider.Wire.UsageFields);
        Assert.Equal(131_072, provider.FactsOf("openai/gpt-oss-120b").ContextWindow);
    }

    [Fact]
    public void Entry_WithKeysOfItsOwn_GoesBeforeThePreset()
    {
        ProviderDefinition provider = ReadOne("""
            { preset: mistral, base_url: "http://proxy/v1", api_key: "${PROXY_KEY}", models: [m],
              wire: { unsupported: [stop], key_header: x-key, finish_reasons: { eos: stop } } }
            """);

        Assert.Equal((new Uri("http://proxy/v1"), "PROXY_KEY"), (provider.BaseUrl, provider.ApiKeyVariable));
        Assert.Equal(["m"], provider.Models);
        Assert.Equal(("x-key", "random_seed"), (provider.Wire.KeyHeader, provider.Wire.SeedField));
        Assert.Equal(["stop"], provider.Wire.Unsupported);
        Assert.Equal([new("eos", "stop")], provider.Wire.FinishReasons);
    }

    [Fact]
    public void Wire_EveryKey_IsTaken()
    {
        WireDialect wire = ReadOne("""
            { kind: openai, base_url: "http://a/v1", wire: { key_header: k, token_limit_field: t, seed_field: s, effort_field: e.f,
              unsupported: [seed], reasoning_fields: [r], usage_fields: [u.v], cached_tokens_field: c, reasoning_beside_output: true,
              finish_reasons: { x: error } } }
            """).Wire;

        Assert.Equal(("k", "t", "s", "e.f", "c", true), (wire.KeyHeader, wire.TokenLimitField, wire.SeedField, wire.EffortField, wire.CachedTokensField, wire.ReasoningBesideOutput));
        Assert.Equal(["seed"], wire.Unsupported);
        Assert.Equal(["r"], wire.ReasoningFields);
        Assert.Equal(["u.v"], wire.UsageFields);
        Assert.Equal([new("x", "error")], wire.FinishReasons);
    }

    [Theory]
    [InlineData("{ }", "kind", "neither kind nor preset", "preset: openai")]
    [InlineData("{ preset: grok }", "preset", "not a value of `preset`", "Did you mean `groq`?")]
    [InlineData("{ preset: azure }", "base_url", "preset `azure` needs `base_url`", "Add it")]
    [InlineData("{ preset: anthropic }", "preset", "of the kind `anthropic`", "offline, openai")]
    [InlineData("{ preset: groq, api_key: sk-canary }", "api_key", "must not stand in a file", "revoke")]
    [InlineData("{ preset: groq, base_url: nowhere }", "base_url", "absolute http", "https://")]
    [InlineData("{ preset: groq, wire: { unsupported: [temprature] } }", "wire.unsupported", "no setting", "Did you mean `temperature`?")]
    [InlineData("{ preset: groq, wire: { tokens: a } }", "wire.tokens", "no key `tokens`", "token_limit_field")]
    [InlineData("{ preset: groq, wire: { key_header: \"a b\" } }", "wire.key_header", "cannot be a header", "api-key")]
    [InlineData("{ preset: groq, wire: { usage_fields: [a.b.c] } }", "wire.usage_fields", "cannot be a field", "one point")]
    [InlineData("{ preset: groq, wire: { reasoning_beside_output: 1 } }", "wire.reasoning_beside_output", "true or false", "quotes")]
    [InlineData("{ preset: groq, wire: { finish_reasons: [eos] } }", "wire.finish_reasons", "what each means", "eos: stop")]
    [InlineData("{ preset: groq, wire: { finish_reasons: { eos: stopp } } }", "wire.finish_reasons.eos", "not a value", "Did you mean `stop`?")]
    [InlineData("{ preset: groq, wire: here }", "wire", "must hold keys", "Indent")]
    [InlineData("{ kind: offline, wire: { } }", "wire", "means nothing", "Remove")]
    public void Entry_WithAFault_IsToldWithTheRemedy(string entry, string key, string words, string remedy)
    {
        ProviderFileReading reading = Read(entry);

        ConfigurationProblem problem = Assert.Single(reading.Problems);
        Assert.Equal($"providers.x.{key}", problem.Key);
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, problem.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-canary", problem.ToString(), StringComparison.Ordinal);
        Assert.Null(reading.Providers[0].Definition);
    }

    private static ProviderDefinition ReadOne(string entry)
    {
        ProviderFileReading reading = Read(entry);
        Assert.Empty(reading.Problems);
        return reading.Providers[0].Definition!;
    }

    private static ProviderFileReading Read(string entry) =>
        new ProviderFileReader(s_kinds, name => $"value of {name}").Read(new($"providers:\n  x: {entry.ReplaceLineEndings(" ")}\n", "", ""), BuiltInModels.Table);
}
