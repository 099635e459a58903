using System.Collections.Concurrent;
using System.Collections.Immutable;
using AIWhisperer.Core;
using AIWhisperer.Core.Configuration;
using AIWhisperer.Core.Tools;
using AIWhisperer.TestHarness;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AIWhisperer.Mcp.Tests;

/// <summary>Core with the servers of a real <c>mcp.yaml</c>, and a tool's way through the invoker.</summary>
internal sealed class McpHost : IAsyncDisposable, IProgress<ToolProgress>
{
    public const string Session = "s1";

    private readonly ConfigurationFolder _folder = new();
    private readonly ServiceProvider _services;

    private McpHost(string yaml, IReadOnlyDictionary<string, string?> settings, TimeProvider clock)
    {
        Write(yaml);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AIWhisperer:Configuration:Directory"] = _folder.Root,
            ["AIWhisperer:Mcp:PinsFile"] = Pins,

            // Programs start slowly on a busy machine.
            ["AIWhisperer:Mcp:ConnectTimeout"] = "00:01:00",
        }).AddInMemoryCollection(settings).Build();
        _services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(clock)
            .AddSingleton(new EnvironmentReader(Environment))
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log))
            .AddAIWhisperer()
            .AddMcpServers()
            .BuildServiceProvider();
    }

    public RecordedLog Log { get; } = new();

    public IToolServers Servers => _services.GetRequiredService<IToolServers>();

    public McpCatalog Catalog => _services.GetRequiredService<McpCatalog>();

    public McpTrust Trust => _services.GetRequiredService<McpTrust>();

    public ConcurrentQueue<ToolProgress> Progress { get; } = [];

    public string Pins => _folder.PathOf("data/pins.json");

    /// <summary>Where a server notes what it met.</summary>
    public string Journal => _folder.PathOf("journal");

    public IReadOnlyList<string> Journaled => File.Exists(Journal) ? File.ReadAllLines(Journal) : [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A host with one server, <c>test</c>, which is ours in a mode.</summary>
    public static McpHost Of(string mode, string more = "", TimeProvider? clock = null, params (string Key, string Value)[] settings) =>
        With(Entry("test", mode, more), clock, settings);

    /// <summary>A host with servers; <c>JOURNAL</c> in their entries stands for the path of <see cref="Journal"/>.</summary>
    public static McpHost With(string yaml, TimeProvider? clock = null, params (string Key, string Value)[] settings) =>
        new(yaml, settings.ToDictionary(one => PathOf(one.Key), string? (one) => one.Value), clock ?? TimeProvider.System);

    /// <summary>An entry of our own server, with further keys, on a line of its own.</summary>
    public static string Entry(string id, string mode, string more = "") =>
        $"  {id}: {{ command: [node, {Path.Combine(AppContext.BaseDirectory, "Servers", "server.mjs")}, {mode}, JOURNAL]{(more.Length > 0 ? ", " : "")}{more} }}\n";

    public Task<ToolServerStatus> ConnectAsync(string serverId = "test", string session = Session) =>
        Servers.ConnectAsync(serverId, session, Token);

    /// <summary>Asks for the server as turns do, until it serves.</summary>
    public async Task<ToolServerStatus> UntilReadyAsync(string serverId = "test")
    {
        ToolServerStatus status;
        while ((status = await ConnectAsync(serverId)).State != ToolServerState.Ready)
        {
            await Task.Delay(20, Token);
        }

        return status;
    }

    /// <summary>Approves of the server as it is, having read it.</summary>
    public async Task<ServerReview> ApproveAsync(string serverId = "test") =>
        await Trust.ReviewAsync(serverId, (await Trust.ReviewAsync(serverId, null, Token)).Fingerprint, Token);

    public void Rewrite(string yaml)
    {
        Write(yaml);
        Catalog.Reload();
    }

    /// <summary>Calls a tool of a status as a loop does.</summary>
    public Task<ToolOutcome> CallAsync(ToolServerStatus status, string name, object? arguments = null) =>
        CallInTurnAsync(status, name, Token, arguments);

    /// <summary>The same, in a turn that can be cancelled.</summary>
    public Task<ToolOutcome> CallInTurnAsync(ToolServerStatus status, string name, CancellationToken turnToken, object? arguments = null)
    {
        var granted = new GrantedTools(
            status.Tools.ToImmutableSortedDictionary(tool => tool.Name, tool => new GrantedTool(tool, "a test"), StringComparer.Ordinal), []);
        var values = (arguments?.GetType().GetProperties() ?? []).ToDictionary(one => one.Name, one => one.GetValue(arguments));
        return _services.GetRequiredService<ToolInvoker>().InvokeAsync(
            new FunctionCallContent("c1", name, values), granted, new FakeToolSession(), this, same => same, turnToken);
    }

    /// <summary>Waits until the server has noted a line.</summary>
    public Task UntilJournaledAsync(string line) => UntilAsync(() => Journaled.Contains(line));

    /// <summary>Waits until something outside this process has come about.</summary>
    public static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            await Task.Delay(20, Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Dispose();
    }

    void IProgress<ToolProgress>.Report(ToolProgress value) => Progress.Enqueue(value);

    // Of another section than ours, it is given.
    private static string PathOf(string setting) => $"AIWhisperer:{(setting.Contains(':', StringComparison.Ordinal) ? "" : "Mcp:")}{setting}";

    private static string? Environment(string name) => name switch
    {
        "MCP_SECRET" => "s3cr3t-value",
        "MCP_SECRET_OF_A_FILE" => "s3cr3t-value\n",
        "UNSET" => null,
#pragma warning disable RS0030 // A server's program needs the path of this machine.
        _ => System.Environment.GetEnvironmentVariable(name),
#pragma warning restore RS0030
    };

    private void Write(string entries) =>
        _folder.Write("mcp.yaml", $"servers:\n{entries}".Replace("JOURNAL", Journal, StringComparison.Ordinal));
}
