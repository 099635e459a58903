using AIWhisperer.Core.Providers;
using AIWhisperer.Core.Providers.OpenAI;
using AIWhisperer.TestHarness.Upstream;
using Microsoft.Extensions.AI;

namespace AIWhisperer.Core.Tests.Providers;

/// <summary>The presets of the built-in table, by the lines of the documents that switch them on.</summary>
public sealed class PresetTests
{
    private const string Settings =
        "temperature top_p frequency_penalty presence_penalty max_tokens seed stop reasoning_effort tools tool_choice parallel_tool_calls response_format";

    public static TheoryData<string> Presets { get; } = [.. BuiltInModels.Table.Presets.Keys];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Documents_SwitchOnEveryPreset() => Assert.Equal(BuiltInModels.Table.Presets.Keys, DocumentedPresets.Blocks.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Presets))]
    public void Lines_OfThePreset_AreValidAndComplete(string preset)
    {
        ProviderFileReading reading = DocumentedPresets.Read(preset);

        Assert.Empty(reading.Problems);
        ProviderDefinition provider = Assert.Single(reading.Providers).Definition!;
        Assert.Equal((preset, preset), (provider.Id, provider.Preset));
        Assert.NotNull(provider.BaseUrl);
        Assert.Equal(preset is "ollama" or "vllm" or "llamacpp", provider.ApiKeyVariable is null);
    }

    [Theory]
    [InlineData("openai", "max_completion_tokens", "seed", "reasoning_effort", "Authorization", "Bearer OPENAI_API_KEY-value", "")]
    [InlineData("openrouter", "max_tokens", "seed", "reasoning", "Authorization", "Bearer OPENROUTER_API_KEY-value", "")]
    [InlineData("azure", "max_completion_tokens", "seed", "reasoning_effort", "api-key", "AZURE_OPENAI_API_KEY-value", "")]
    [InlineData("ollama", "max_tokens", "seed", "reasoning_effort", "Authorization", null, "")]
    [InlineData("vllm", "max_tokens", "seed", "reasoning_effort", "Authorization", null, "")]
    [InlineData("llamacpp", "max_tokens", "seed", "reasoning_effort", "Authorization", null, "")]
    [InlineData("groq", "max_completion_tokens", "seed", "reasoning_effort", "Authorization", "Bearer GROQ_API_KEY-value", "name")]
    [InlineData("deepseek", "max_tokens", "seed", "reasoning_effort", "Authorization", "Bearer DEEPSEEK_API_KEY-value", "")]
    [InlineData("mistral", "max_tokens", "random_seed", "reasoning_effort", "Authorization", "Bearer MISTRAL_API_KEY-value", "name stream_options")]
    [InlineData("gemini", "max_tokens", "seed", "reasoning_effort", "Authorization", "Bearer GEMINI_API_KEY-value", "frequency_penalty presence_penalty seed")]
    public async Task Request_OfThePreset_IsOfTheRightForm(
        string preset, string tokenLimit, string seed, string effort, string keyHeader, string? key, string leftOut)
    {
        UpstreamRequest request = await SendAsync(DocumentedPresets.Read(preset).Providers[0].Definition!);

        Dictionary<string, string> renamed = new() { ["max_tokens"] = tokenLimit, ["seed"] = seed, ["reasoning_effort"] = effort };
        string[] refused = leftOut.Split(' ');
        string[] expected =
        [
            "model", "messages", "stream",
            .. Settings.Split(' ').Append("stream_options").Except(refused).Select(setting => renamed.GetValueOrDefault(setting, setting)),
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), request.Body.EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal));
        Assert.Equal(100, request.Body.GetProperty(tokenLimit).GetInt32());
        Assert.Equal(
            "high", effort == "reasoning" ? request.Body.GetProperty(effort).GetProperty("effort").GetString() : request.Body.GetProperty(effort).GetString());
        Assert.Equal(!refused.Contains("name"), request.Body.GetProperty("messages")[0].TryGetProperty("name", out _));
        Assert.Equal(key, request.Headers.GetValueOrDefault(keyHeader));
        Assert.Equal(keyHeader == "Authorization" && key is not null, request.Headers.ContainsKey("Authorization"));
    }

    [Theory]
    [InlineData("openai", "https://api.openai.com/v1")]
    [InlineData("openrouter", "https://openrouter.ai/api/v1")]
    [InlineData("azure", "https://my-resource.openai.azure.com/openai/v1")]
    [InlineData("ollama", "http://127.0.0.1:11434/v1")]
    [InlineData("vllm", "http://127.0.0.1:8000/v1")]
    [InlineData("llamacpp", "http://127.0.0.1:8080/v1")]
    [InlineData("groq", "https://api.groq.com/openai/v1")]
    [InlineData("deepseek", "https://api.deepseek.com")]
    [InlineData("mistral", "https://api.mistral.ai/v1")]
    [InlineData("gemini", "https://generativelanguage.googleapis.com/v1beta/openai")]
    [InlineData("anthropic", "https://api.anthropic.com")]
    public void Address_OfThePreset_IsTheProviders(string preset, string address) =>
        Assert.Equal(new Uri(address), DocumentedPresets.Read(preset).Providers[0].Definition!.BaseUrl);

    [Theory]
    [InlineData("gpt-5-mini-2025-08-07", "temperature top_p frequency_penalty presence_penalty stop")]
    [InlineData("o4-mini", "temperature top_p frequency_penalty presence_penalty stop parallel_tool_calls")]
    [InlineData("gpt-5-chat-latest", "")]
    [InlineData("gpt-4.1", "")]
    public async Task Request_ForAModelThatRefusesSettings_LeavesThemOut(string model, string leftOut)
    {
        UpstreamRequest request = await SendAsync(DocumentedPresets.Read("openai").Providers[0].Definition!, model);

        string[] sent = [.. request.Body.EnumerateObject().Select(field => field.Name)];
        Assert.Equal(
            leftOut.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal),
            Settings.Split(' ').Except(["max_tokens"]).Except(sent).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("gpt-5", "max_completion_tokens")]
    [InlineData("gpt-4o", "max_tokens")]
    [InlineData("llama", "max_tokens")]
    public async Task TokenLimit_WithoutAPreset_IsNamedAsTheModelKnowsIt(string model, string field)
    {
        ProviderDefinition provider = new() { Id = "own", Kind = "openai", Facts = BuiltInModels.Table.FactsFor(null, "openai") };

        UpstreamRequest request = await SendAsync(provider, model);

        Assert.Equal(100, request.Body.GetProperty(field).GetInt32());
    }

    [Fact]
    public async Task TokenLimit_OfTheWire_GoesBeforeTheModels()
    {
        ProviderDefinition provider = new()
        {
            Id = "own",
            Kind = "openai",
            Facts = BuiltInModels.Table.FactsFor(null, "openai"),
            Wire = new() { TokenLimitField = "max_tokens" },
        };

        UpstreamRequest request = await SendAsync(provider, "gpt-5");

        Assert.Equal(100, request.Body.GetProperty("max_tokens").GetInt32());
    }

    private static async Task<UpstreamRequest> SendAsync(ProviderDefinition provider, string model = "a-model")
    {
        await using FakeUpstream upstream = await FakeUpstream.StartAsync(Token);
        using OpenAIProviderKind kind = new(TimeProvider.System);
        using IChatClient client = kind.CreateClient(provider with { BaseUrl = upstream.BaseUrl });
        ChatOptions options = new()
        {
            ModelId = model,
            Temperature = 0.5f,
            TopP = 0.5f,
            FrequencyPenalty = 1,
            PresencePenalty = 1,
            MaxOutputTokens = 100,
            Seed = 5,
            StopSequences = ["END"],
            Reasoning = new ReasoningOptions { Effort = ReasoningEffort.High },
            ResponseFormat = ChatResponseFormat.Json,
            Tools = [AIFunctionFactory.Create(() => 1, "one")],
            ToolMode = ChatToolMode.RequireAny,
            AllowMultipleToolCalls = false,
        };

        await client.GetResponseAsync([new ChatMessage(ChatRole.User, "Hello") { AuthorName = "ann" }], options, Token);
        return Assert.Single(upstream.Requests);
    }
}
