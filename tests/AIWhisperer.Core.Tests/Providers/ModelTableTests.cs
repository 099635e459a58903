using System.Collections.Immutable;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Providers;
using AIWhisperer.Core.Tests.Configuration;

namespace AIWhisperer.Core.Tests.Providers;

public sealed class ModelTableTests
{
    private const string Layers = """
        models:
          openai:
            "*": { max_output_tokens: 1, context_window: 1, token_limit_field: a, unsupported: [seed] }
            "big*": { max_output_tokens: 2, context_window: 2 }
            "big-model": { max_output_tokens: 3 }
            "big-model-2025-01-02": { max_output_tokens: 4, unsupported: [] }
          groq:
            "big-m*": { max_output_tokens: 5, price: { input: 2, output: 3 } }
        """;

    [Fact]
    public void BuiltIn_Table_IsTheShippedFileWithoutProblems()
    {
        (ModelTable table, ImmutableArray<ConfigurationProblem> problems) =
            Read(File.ReadAllText(Path.Combine(ShippedConfiguration.Root, "models.yaml")));

        Assert.Empty(problems);
        Assert.Equal(table.Presets.Keys, BuiltInModels.Table.Presets.Keys);
        Assert.Equal(1.25m, BuiltInModels.Table.FactsFor("openai", "openai").Of("gpt-4o-2024-08-06").Price!.CachedInput);
        Assert.Equal(200_000, BuiltInModels.Table.FactsFor("anthropic", "anthropic").Of("claude-haiku-4-5-20251001").ContextWindow);
    }

    [Theory]
    [InlineData(null, "other", 1, 1)]
    [InlineData(null, "bigger", 2, 2)]
    [InlineData(null, "big-model", 3, 2)]
    [InlineData(null, "big-model-2026-12-31", 3, 2)]
    [InlineData(null, "big-model-20261231", 3, 2)]
    [InlineData(null, "big-model-2025-01-02", 4, 2)]
    [InlineData(null, "big-model-large", 2, 2)]
    [InlineData("groq", "big-model-2025-01-02", 5, 2)]
    [InlineData("groq", "other", 1, 1)]
    [InlineData("openai", "big-model", 3, 2)]
    public void Facts_OfSeveralEntries_AreTheNearest(string? preset, string model, int mostOutput, int window)
    {
        ModelFacts facts = Read(Layers).Table.FactsFor(preset, "openai").Of(model);

        Assert.Equal((mostOutput, window, "a"), (facts.MaxOutputTokens, facts.ContextWindow, facts.TokenLimitField));
    }

    [Fact]
    public void Facts_EmptyList_OverridesAFartherOne()
    {
        ModelFactsList facts = Read(Layers).Table.FactsFor("groq", "openai");

        Assert.Empty(facts.Of("big-model-2025-01-02").Unsupported);
        Assert.Equal(["seed"], facts.Of("big-model").Unsupported);
        Assert.Equal(new ModelPrice(2, 2, 3), facts.Of("big-model").Price);
        Assert.Null(facts.Of("other").Price);
    }

    [Fact]
    public void Facts_OfModelsThatAreNotListed_AreUnknown()
    {
        ModelFactsList facts = Read("models:\n  openai:\n    a: { context_window: 1 }\n").Table.FactsFor(null, "openai");

        Assert.Same(ModelFacts.Unknown, facts.Of("b"));
        Assert.Same(ModelFacts.Unknown, facts.Of(null));
    }

    [Fact]
    public void With_AnotherTable_AddsAndReplacesEntryByEntry()
    {
        ModelTable table = BuiltInModels.Table.With(Read("""
            presets:
              house: { kind: openai, base_url: "http://house/v1", api_key: "${HOUSE}", wire: { seed_field: dice } }
              groq: { kind: openai, base_url: "http://other/v1" }
            models:
              openai:
                gpt-4o: { context_window: 7 }
            """).Table);

        ProviderPreset house = table.Presets["house"];
        Assert.Equal((new Uri("http://house/v1"), "HOUSE", "dice"), (house.BaseUrl, house.ApiKeyVariable, house.Wire.SeedField));
        Assert.Equal((new Uri("http://other/v1"), null), (table.Presets["groq"].BaseUrl, table.Presets["groq"].ApiKeyVariable));
        Assert.Equal(BuiltInModels.Table.Presets["mistral"], table.Presets["mistral"]);
        Assert.Equal((7, null), (table.FactsFor(null, "openai").Of("gpt-4o").ContextWindow, table.FactsFor(null, "openai").Of("gpt-4o").Price));
        Assert.NotNull(table.FactsFor(null, "openai").Of("gpt-4.1").Price);
    }

    [Theory]
    [InlineData("presets: []", "presets", "must hold keys")]
    [InlineData("models: 3", "models", "must hold keys")]
    [InlineData("model: {}", "model", "no key `model`")]
    [InlineData("presets: { Groq: { kind: openai } }", "presets.Groq", "cannot be a name")]
    [InlineData("presets: { a: openai }", "presets.a", "must hold keys")]
    [InlineData("presets: { a: { base_url: \"http://a\" } }", "presets.a.kind", "no kind")]
    [InlineData("presets: { a: { kind: openai, base_url: nowhere } }", "presets.a.base_url", "absolute http")]
    [InlineData("presets: { a: { kind: openai, api_key: sk-canary } }", "presets.a.api_key", "must not stand in a file")]
    [InlineData("presets: { a: { kind: openai, wire: { seedfield: x } } }", "presets.a.wire.seedfield", "no key")]
    [InlineData("presets: { a: { kind: openai }, a: { kind: openai } }", "presets.a", "twice")]
    [InlineData("models: { a: { m: { context_window: many } } }", "models.a.m.context_window", "whole number")]
    [InlineData("models: { a: { m: { max_output_tokens: 0 } } }", "models.a.m.max_output_tokens", "whole number")]
    [InlineData("models: { a: { m: { price: 3 } } }", "models.a.m.price", "must hold keys")]
    [InlineData("models: { a: { m: { price: { input: 1 } } } }", "models.a.m.price.output", "no `output`")]
    [InlineData("models: { a: { m: { price: { input: -1, output: 1 } } } }", "models.a.m.price.input", "a number")]
    [InlineData("models: { a: { m: { unsupported: [temprature] } } }", "models.a.m.unsupported", "no setting `temprature`")]
    [InlineData("models: { a: { m: { token_limit_field: \"a b\" } } }", "models.a.m.token_limit_field", "cannot be a field")]
    [InlineData("models: { a: { \"m n\": { } } }", "models.a.m n", "cannot be a name")]
    [InlineData("models: { a: { m: 3 } }", "models.a.m", "must hold keys")]
    [InlineData("models: [", "", "not valid YAML")]
    public void Read_BadTable_TellsWhereAndWhatToDo(string yaml, string key, string words)
    {
        ConfigurationProblem problem = Assert.Single(Read("# first line\n" + yaml + "\n").Problems);

        Assert.Equal((ModelTableReader.FileName, key), (problem.File, problem.Key));
        Assert.InRange(problem.Line, 2, 3);
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Remedy);
        Assert.DoesNotContain("sk-canary", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ManyFaults_GathersAllAndKeepsTheGoodEntries()
    {
        (ModelTable table, ImmutableArray<ConfigurationProblem> problems) = Read("""
            presets:
              bad: { kind: openai, base_url: nowhere, wire: { effort_field: "a.b.c" } }
              good: { kind: openai }
            models:
              openai:
                bad: { context_window: 0, price: { output: x } }
                good: { context_window: 5 }
            """);

        Assert.Equal(
            ["presets.bad.base_url", "presets.bad.wire.effort_field", "models.openai.bad.context_window", "models.openai.bad.price.input", "models.openai.bad.price.output"],
            problems.Select(problem => problem.Key));
        Assert.Equal(["good"], table.Presets.Keys);
        Assert.Equal(5, table.FactsFor(null, "openai").Of("good").ContextWindow);
        Assert.Same(ModelFacts.Unknown, table.FactsFor(null, "openai").Of("bad"));
    }

    private static (ModelTable Table, ImmutableArray<ConfigurationProblem> Problems) Read(string yaml) => ModelTableReader.Read(new(yaml, "", ""));
}
