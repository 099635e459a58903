using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AIWhisperer.Server.Authentication;
using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Upstream;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AIWhisperer.Server.Tests;

/// <summary>
/// The whole server on a real socket with files of its own and a scripted upstream. Alice answers on <c>model-a</c>, Debbie on
/// <c>model-b</c>; Eve has no key, Bert's configuration is bad.
/// </summary>
internal sealed class TestServer : IAsyncDisposable
{
    private const string Agents = """
        alice:
          name: "Alice"
          prompt: "You are Alice. CANARY-PROMPT"
          ai_config: { model: model-a }
          tools: [get_current_time, switch_agent]
        debbie:
          name: "Debbie"
          prompt: "You are Debbie."
          ai_config: { model: model-b }
        eve:
          name: "Eve"
          prompt: "You are Eve."
          ai_config: { provider: locked, model: model-c }
        bert:
          name: "Bert"
        """;

    private readonly TemporaryDirectory _files = new();
    private readonly ServerFactory _factory;

    private TestServer(FakeUpstream upstream, (string Key, string Value)[] settings)
    {
        Upstream = upstream;
        _factory = new ServerFactory(
        [
            ("AIWhisperer:ConfigDirectory", _files.File("config")),
            ("AIWhisperer:Configuration:Watch", "false"),
            ("Serilog:MinimumLevel", "Error"),
            ("AIWhisperer:Storage:Path", _files.File("data/test.db")),
            ("AIWhisperer:Loops:ShutdownGrace", "00:00:00"),
            .. settings,
        ]);
    }

    public FakeUpstream Upstream { get; }

    public Uri Address { get; private set; } = null!;

    public IServiceProvider Services => _factory.Services;

    /// <summary>Calls as nobody in particular.</summary>
    public HttpClient Client { get; private set; } = null!;

    public string AgentsFile => _files.File("config/agents/agents.yaml");

    public static async Task<TestServer> StartAsync(params (string Key, string Value)[] settings)
    {
        var token = TestContext.Current.CancellationToken;
        var upstream = await FakeUpstream.StartAsync(token);
        var server = new TestServer(upstream, settings);
        Directory.CreateDirectory(server._files.File("config/agents"));
        await File.WriteAllTextAsync(server.AgentsFile, Agents, token);
        await File.WriteAllTextAsync(server._files.File("config/providers.yaml"), $$"""
            default_provider: fake
            providers:
              fake: { kind: openai, base_url: "{{upstream.BaseUrl}}" }
              locked: { kind: openai, base_url: "{{upstream.BaseUrl}}", api_key: "${LOCKED_API_KEY}" }
            """, token);
        server._factory.StartServer();
        server.Address = server._factory.ClientOptions.BaseAddress;
        server.Client = server.CreateClient();
        return server;
    }

    /// <summary>The settings that make the keys known.</summary>
    public static (string Key, string Value)[] KeySettings(params string[] keys) =>
    [
        .. keys.SelectMany((key, index) => new[]
        {
            ($"AIWhisperer:Authentication:Keys:{index}:Name", NameOf(key)),
            ($"AIWhisperer:Authentication:Keys:{index}:Hash", Convert.ToHexStringLower(ApiKey.HashOf(key))),
        }),
    ];

    /// <summary>The principal of a key in tests.</summary>
    public static string NameOf(string key) => $"owner-of-{key}";

    public HttpClient CreateClient(string? key = null)
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    public async Task<string> CreateSessionAsync(HttpClient? client = null, string agentId = "alice") =>
        (await CallAsync(HttpMethod.Post, "/api/sessions", $$"""{"agentId":"{{agentId}}"}""", client)).GetProperty("id").GetString()!;

    /// <summary>Sends a request, with a JSON body where there is one, and returns as soon as the headers of the answer are here.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? json = null, HttpClient? client = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await (client ?? Client).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>The same, for an answer that has to be a success, as JSON.</summary>
    public async Task<JsonElement> CallAsync(
        HttpMethod method, string path, string? json = null, HttpClient? client = null, params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(method, path, json, client, headers);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {response.StatusCode} {text}");
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>Stops as on SIGTERM.</summary>
    public Task StopAsync() => Services.GetRequiredService<IHost>().StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        await _factory.DisposeAsync();
        await Upstream.DisposeAsync();
        _files.Dispose();
    }
}
