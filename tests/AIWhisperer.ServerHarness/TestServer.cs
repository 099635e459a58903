using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AIWhisperer.TestHarness;
using AIWhisperer.TestHarness.Upstream;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AIWhisperer.ServerHarness;

/// <summary>
/// The whole server on a real socket with files of its own and a scripted upstream. Alice answers on <c>model-a</c>, Debbie on
/// <c>model-b</c>; Eve has no key, Bert's configuration is bad.
/// </summary>
public sealed class TestServer : IAsyncDisposable
{
    private readonly TemporaryDirectory _files = new();
    private readonly TestServerSetup _setup;
    private ServerFactory _factory = null!;

    private TestServer(FakeUpstream upstream, TestServerSetup setup)
    {
        Upstream = upstream;
        _setup = setup;
    }

    public FakeUpstream Upstream { get; }

    public Uri Address { get; private set; } = null!;

    public IServiceProvider Services => _factory.Services;

    /// <summary>Calls as nobody in particular.</summary>
    public HttpClient Client { get; private set; } = null!;

    public string AgentsFile => _files.File("config/agents/agents.yaml");

    public static Task<TestServer> StartAsync(params (string Key, string Value)[] settings) =>
        StartAsync(new TestServerSetup { Settings = settings });

    public static async Task<TestServer> StartAsync(TestServerSetup setup)
    {
        var token = TestContext.Current.CancellationToken;
        var upstream = await FakeUpstream.StartAsync(token);
        var server = new TestServer(upstream, setup);
        Directory.CreateDirectory(server._files.File("config/agents"));
        await File.WriteAllTextAsync(server.AgentsFile, setup.Agents, token);
        await File.WriteAllTextAsync(server._files.File("config/providers.yaml"), setup.Providers(setup.BaseUrl(upstream)), token);
        if (setup.ToolSets is not null)
        {
            await File.WriteAllTextAsync(server._files.File("config/tools.yaml"), setup.ToolSets, token);
        }

        server.Run();
        return server;
    }

    /// <summary>Stops as on SIGTERM and starts again on the same files, at another address.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        Client.Dispose();
        await _factory.DisposeAsync();
        Run();
    }

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

    private void Run()
    {
        _factory = new ServerFactory(
            [
                ("AIWhisperer:ConfigDirectory", _files.File("config")),
                ("AIWhisperer:Configuration:Watch", "false"),
                ("Serilog:MinimumLevel", "Error"),
                ("AIWhisperer:Storage:Path", _files.File("data/test.db")),
                ("AIWhisperer:Loops:ShutdownGrace", "00:00:00"),

                // A busy machine's disk is slow.
                ("AIWhisperer:Sessions:StoreTimeout", "00:01:00"),

                // All clients of a test are one caller.
                ("AIWhisperer:Server:CallsPerSecond", "100000"),
                ("AIWhisperer:Server:CallBurst", "100000"),
                .. _setup.Settings,
            ],
            _setup.Services);
        _factory.StartServer();
        Address = _factory.ClientOptions.BaseAddress;
        Client = CreateClient();
    }
}
