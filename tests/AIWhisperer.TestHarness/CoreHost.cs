using System.Globalization;
using AIWhisperer.Core;
using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Loops;
using AIWhisperer.Core.Sessions;
using AIWhisperer.Storage;
using AIWhisperer.TestHarness.Upstream;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AIWhisperer.TestHarness;

/// <summary>
/// Core as a server runs it, without the web: real YAML files, a real SQLite file, and a scripted upstream behind the provider
/// <c>fake</c>. Alice answers on <c>model-a</c>, Debbie on <c>model-b</c>.
/// </summary>
public sealed class CoreHost : IAsyncDisposable
{
    /// <summary>The principal that tests act as.</summary>
    public const string Principal = "tester";

    private const string TwoAgents = """
        alice:
          name: "Alice"
          prompt: "You are Alice."
          ai_config: { model: model-a }
          allow_tools: [get_current_time, switch_agent]
        debbie:
          name: "Debbie"
          prompt: "You are Debbie."
          ai_config: { model: model-b, temperature: 0.3, max_tokens: 2000 }
        """;

    private readonly TemporaryDirectory _files;
    private readonly IReadOnlyDictionary<string, string?> _settings;
    private readonly Func<ISessionStore, ISessionStore>? _wrapStore;
    private readonly TimeProvider _clock;
    private readonly Action<IServiceCollection>? _configure;
    private IHost _host;
    private bool _isStopped;

    private CoreHost(
        TemporaryDirectory files,
        FakeUpstream upstream,
        IReadOnlyDictionary<string, string?> settings,
        Func<ISessionStore, ISessionStore>? wrapStore,
        TimeProvider clock,
        Action<IServiceCollection>? configure)
    {
        _configure = configure;
        _wrapStore = wrapStore;
        _clock = clock;
        _files = files;
        Upstream = upstream;
        _settings = settings;
        _host = Build();
    }

    /// <summary>The back end of both agents.</summary>
    public FakeUpstream Upstream { get; }

    public SessionDirectory Sessions => Get<SessionDirectory>();

    public AILoopManager Loops => Get<AILoopManager>();

    public AgentDirectory Agents => Get<AgentDirectory>();

    public AgentCatalog Catalog => Get<AgentCatalog>();

    public ISessionStore Store => Get<ISessionStore>();

    /// <param name="agents">The agents file; null means Alice and Debbie.</param>
    /// <param name="setting">A host setting, such as <c>AIWhisperer:Loops:MaxLoops</c>.</param>
    /// <param name="cancellationToken">The test's token.</param>
    /// <param name="clock">The host's clock; null means the system's.</param>
    /// <param name="wrapStore">Puts something between sessions and their store.</param>
    /// <param name="configure">Adds what a host may add to Core's services.</param>
    /// <param name="providers">More entries of <c>providers.yaml</c>, each on a line of its own.</param>
    /// <param name="toolSets">The file of tool sets.</param>
    /// <param name="settings">Further host settings.</param>
    public static async Task<CoreHost> StartAsync(
        CancellationToken cancellationToken,
        string? agents = null,
        (string Key, object Value) setting = default,
        Func<ISessionStore, ISessionStore>? wrapStore = null,
        TimeProvider? clock = null,
        Action<IServiceCollection>? configure = null,
        IReadOnlyList<string>? providers = null,
        string? toolSets = null,
        params IEnumerable<(string Key, string Value)> settings)
    {
        var files = new TemporaryDirectory();
        var upstream = await FakeUpstream.StartAsync(cancellationToken);
        Directory.CreateDirectory(files.File("config/agents"));
        await File.WriteAllTextAsync(files.File("config/providers.yaml"), $$"""
            default_provider: fake
            providers:
              fake: { kind: openai, base_url: "{{upstream.BaseUrl}}", resilience: { retry_delay: 0 } }
              locked: { kind: openai, base_url: "{{upstream.BaseUrl}}", api_key: "${LOCKED_API_KEY}" }
            {{string.Concat((providers ?? []).Select(entry => $"  {entry}\n"))}}
            """, cancellationToken);
        var values = settings.ToDictionary(one => one.Key, string? (one) => one.Value);
        if (setting.Key is not null)
        {
            values[setting.Key] = Convert.ToString(setting.Value, CultureInfo.InvariantCulture);
        }

        var host = new CoreHost(files, upstream, values, wrapStore, clock ?? TimeProvider.System, configure);
        if (toolSets is not null)
        {
            await host.WriteToolSetsAsync(toolSets, cancellationToken);
        }

        await host.WriteAgentsAsync(agents ?? TwoAgents, cancellationToken);
        host._host.Dispose();
        host._host = host.Build();
        await host._host.StartAsync(cancellationToken);
        return host;
    }

    /// <summary>Replaces the agents file; the watcher finds it, or <see cref="AgentCatalog.Reload"/> reads it at once.</summary>
    public Task WriteAgentsAsync(string yaml, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(_files.File("config/agents/agents.yaml"), yaml, cancellationToken);

    /// <summary>The same for the file of tool sets.</summary>
    public Task WriteToolSetsAsync(string yaml, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(_files.File("config/tools.yaml"), yaml, cancellationToken);

    /// <summary>A session of the <see cref="Principal"/>.</summary>
    public Task<Session> CreateSessionAsync(CancellationToken cancellationToken, string agentId = "alice") =>
        Sessions.CreateAsync(Principal, new NewSession(agentId), cancellationToken);

    /// <summary>Stops as on SIGTERM and starts again on the same files.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await StopAsync(cancellationToken);
        _host = Build();
        await _host.StartAsync(cancellationToken);
        _isStopped = false;
    }

    /// <summary>Stops as on SIGTERM.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _host.StopAsync(cancellationToken);
        await DisposeHostAsync();
        _isStopped = true;
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        if (!_isStopped)
        {
            await StopAsync(CancellationToken.None);
        }

        await Upstream.DisposeAsync();
        _files.Dispose();
    }

    private async Task DisposeHostAsync()
    {
        if (_host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }

    private IHost Build()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AIWhisperer:Configuration:Directory"] = _files.File("config"),
            ["AIWhisperer:Loops:ShutdownGrace"] = "00:00:00",
        });
        if (_clock == TimeProvider.System)
        {
            // A busy machine's disk is slow.
            builder.Configuration["AIWhisperer:Sessions:StoreTimeout"] = "00:01:00";
        }

        builder.Configuration.AddInMemoryCollection(_settings);
        builder.Services.AddSingleton(_clock);
        builder.Services.AddSingleton(new EnvironmentReader(_ => null));
        builder.Services.AddAIWhisperer();
        _configure?.Invoke(builder.Services);
        builder.Services.AddSqliteStorage(options => options.Path = _files.File("data/test.db"));
        if (_wrapStore is not null)
        {
            var inner = builder.Services.Last(service => service.ServiceType == typeof(ISessionStore)).ImplementationType!;
            builder.Services.AddSingleton(inner);
            builder.Services.AddSingleton(services => _wrapStore((ISessionStore)services.GetRequiredService(inner)));
        }

        return builder.Build();
    }
}
