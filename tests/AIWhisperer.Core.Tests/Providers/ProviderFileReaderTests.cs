using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Providers;
using AIWhisperer.TestHarness;

namespace AIWhisperer.Core.Tests.Providers;

public sealed class ProviderFileReaderTests
{
    private const string Canary = "sk-canary-4711";

    private static readonly Dictionary<string, IProviderKind> s_kinds = new()
    {
        ["openai"] = new FakeProviderKind("openai", needsBaseUrl: true),
        ["offline"] = new FakeProviderKind("offline"),
    };

    [Fact]
    public void Read_EverySetting_IsTaken()
    {
        ProviderFileReading reading = Read("""
            default_provider: free
            providers:
              openai:
                kind: openai
                base_url: https://api.openai.com/v1
                api_key: ${OPENAI_API_KEY}
                models: [b, a]
                resilience: { max_attempts: 2, retry_delay: 0, longest_retry_after: 5, first_token_timeout: 90, silence_timeout: 1.5,
                  breaker_failure_ratio: 0.25, breaker_minimum_calls: 4, breaker_window: 10, breaker_open_for: 20 }
                limits: { max_concurrent_calls: 3 }
              free:
                kind: offline
                words_per_second: 0
            """);

        Assert.Empty(reading.Problems);
        Assert.Equal("free", reading.DefaultProviderId);
        ProviderDefinition openai = reading.Providers[0].Definition!;
        Assert.Equal(("openai", "openai", new Uri("https://api.openai.com/v1"), "OPENAI_API_KEY"), (openai.Id, openai.Kind, openai.BaseUrl, openai.ApiKeyVariable));
        Assert.Equal(Canary, openai.ApiKey!.Reveal());
        Assert.Equal(["b", "a"], openai.Models);
        Assert.Equal(
            new ResilienceSettings
            {
                MaxAttempts = 2,
                RetryDelay = TimeSpan.Zero,
                LongestRetryAfter = TimeSpan.FromSeconds(5),
                FirstTokenTimeout = TimeSpan.FromSeconds(90),
                SilenceTimeout = TimeSpan.FromSeconds(1.5),
                BreakerFailureRatio = 0.25,
                BreakerMinimumCalls = 4,
                BreakerWindow = TimeSpan.FromSeconds(10),
                BreakerOpenFor = TimeSpan.FromSeconds(20),
            },
            openai.Resilience);
        Assert.Equal(new CallLimits { MaxConcurrentCalls = 3 }, openai.Limits);
        Assert.Equal(0, reading.Providers[1].Definition!.WordsPerSecond);
        Assert.DoesNotContain(Canary, openai.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("${EMPTY_KEY}")]
    [InlineData("${UNSET_KEY}")]
    public void Read_VariableWithoutValue_HasNoKey(string reference)
    {
        ProviderFileReading reading = Read($"providers:\n  x:\n    kind: openai\n    base_url: http://a/v1\n    api_key: {reference}\n");

        Assert.Empty(reading.Problems);
        Assert.Null(reading.Providers[0].Definition!.ApiKey);
    }

    [Theory]
    [InlineData($"kind: openai\n    base_url: http://a/v1\n    api_key: {Canary}", "api_key", "must not stand in a file")]
    [InlineData($"kind: openai\n    base_url: http://a/v1\n    api_key: ${{{Canary}}}", "api_key", "must not stand in a file")]
    [InlineData($"kind: openai\n    base_url: http://a/v1\n    api_key: ${{A}}{Canary}", "api_key", "must not stand in a file")]
    [InlineData($"kind: openai\n    base_url: http://a/v1\n    api_key: [{Canary}]", "api_key", "must be a text")]
    [InlineData($"kind: openai\n    base_url: http://a/v1\n    apikey: {Canary}", "apikey", "no key `apikey`")]
    [InlineData($"kind: openai\n    base_url: http://user:{Canary}@a/v1", "base_url", "no user, password")]
    [InlineData($"kind: openai\n    base_url: http://a/v1?key={Canary}", "base_url", "no user, password")]
    [InlineData($"kind: openai\n    base_url: {Canary}", "base_url", "absolute http or https")]
    [InlineData("kind: openai\n    base_url: ftp://a/v1", "base_url", "absolute http or https")]
    [InlineData("kind: openai\n    base_url: /v1", "base_url", "absolute http or https")]
    [InlineData("kind: openai", "base_url", "needs `base_url`")]
    [InlineData("kind: opnai\n    base_url: http://a/v1", "kind", "not a value")]
    [InlineData("base_url: http://a/v1", "kind", "neither kind nor preset")]
    [InlineData("kind: offline\n    base_url: http://a/v1", "base_url", "means nothing")]
    [InlineData("kind: offline\n    api_key: ${A}", "api_key", "means nothing")]
    [InlineData("kind: offline\n    models: offline-full", "models", "must be a list")]
    public void Read_WrongSetting_SpoilsTheProvider(string lines, string key, string words)
    {
        ProviderFileReading reading = Read($"providers:\n  x:\n    {lines}\n");

        ConfigurationProblem problem = Assert.Single(reading.Problems);
        Assert.Equal(($"providers.x.{key}", false), (problem.Key, problem.FallsBack));
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Remedy);
        Assert.DoesNotContain(Canary, problem.ToString(), StringComparison.Ordinal);
        Assert.Null(Assert.Single(reading.Providers).Definition);
    }

    [Theory]
    [InlineData($"providers:\n  x:\n    kind: openai\n    api_key {Canary}\n")]
    [InlineData($"providers:\n  x:\n    api_key: '{Canary}\n")]
    [InlineData($"providers:\n  x: {Canary}\n")]
    [InlineData($"providers:\n  x:\n    api_key: *{Canary}\n")]
    [InlineData($"providers: {Canary}\n")]
    [InlineData($"{Canary}\n")]
    public void Read_KeyInBrokenFile_IsNotRepeated(string yaml)
    {
        ProviderFileReading reading = Read(yaml);

        Assert.NotEmpty(reading.Problems);
        Assert.All(reading.Problems, problem => Assert.DoesNotContain(Canary, problem.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Read_UnknownKind_SuggestsTheNearest() =>
        Assert.Equal("Did you mean `openai`?", Assert.Single(Read("providers:\n  x: { kind: opnai }\n").Problems).Remedy);

    [Fact]
    public void Read_WrongPace_FallsBack()
    {
        ProviderFileReading reading = Read("providers:\n  x: { kind: offline, words_per_second: fast }\n");

        Assert.True(Assert.Single(reading.Problems).FallsBack);
        Assert.Equal(20, reading.Providers[0].Definition!.WordsPerSecond);
        Assert.False(reading.Providers[0].IsClean);
    }

    [Theory]
    [InlineData("resilience: { max_attempts: 11 }", "resilience.max_attempts")]
    [InlineData("resilience: { breaker_failure_ratio: 0 }", "resilience.breaker_failure_ratio")]
    [InlineData("resilience: { silence_timeout: soon }", "resilience.silence_timeout")]
    [InlineData("resilience: { max_attempt: 3 }", "resilience.max_attempt")]
    [InlineData("resilience: 3", "resilience")]
    [InlineData("limits: { max_concurrent_calls: 0 }", "limits.max_concurrent_calls")]
    [InlineData("limits: { longest_wait: 0.5 }", "limits.longest_wait")]
    public void Read_WrongNumber_IsToldAndHasItsDefault(string line, string key)
    {
        ProviderFileReading reading = Read($"providers:\n  x:\n    kind: offline\n    {line}\n");

        Assert.Equal($"providers.x.{key}", Assert.Single(reading.Problems).Key);
        ProviderDefinition? provider = reading.Providers[0].Definition;
        Assert.True(provider is null || (provider.Resilience == new ResilienceSettings() && provider.Limits == CallLimits.None));
    }

    [Fact]
    public void Read_ManyFaults_GathersAllInFileOrder()
    {
        ProviderFileReading reading = Read("""
            default_provider: opnai
            provider: {}
            providers:
              Openai: { kind: openai }
              openai: { kind: openai, base_url: nowhere, api_key: literal }
              offline: { kind: offline }
              offline: { kind: offline }
            """);

        Assert.Equal(
            ["default_provider", "provider", "providers.Openai", "providers.openai.base_url", "providers.openai.api_key", "providers.offline"],
            reading.Problems.Select(problem => problem.Key));
        Assert.Equal("Did you mean `openai`?", reading.Problems[0].Remedy);
        Assert.Null(reading.DefaultProviderId);
        Assert.Equal(["openai", "offline"], reading.Providers.Select(provider => provider.Id));
    }

    private static ProviderFileReading Read(string yaml)
    {
        ProviderFileReader reader = new(s_kinds, name => name switch
        {
            "OPENAI_API_KEY" => Canary,
            "EMPTY_KEY" => "",
            _ => null,
        });
        return reader.Read(new(yaml, "", ""), BuiltInModels.Table);
    }
}
