using AIWhisperer.Core.Processes;
using AIWhisperer.Core.Tools;
using AIWhisperer.TestHarness;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AIWhisperer.Core.Tests.Tools.Workspaces;

/// <summary>The tools for files on a workspace that is the folder <c>ws</c> of a new one, so that there is something outside of it.</summary>
internal sealed class FileTools : IDisposable
{
    private readonly TemporaryDirectory _files = new();
    private readonly ServiceProvider _services;

    public FileTools(params (string Key, string Value)[] settings)
    {
        var values = new Dictionary<string, string?> { ["AIWhisperer:Workspace:Root"] = Host("ws") };
        foreach (var (key, value) in settings)
        {
            values[key] = value;
        }

        _services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build())
            .AddProcesses()
            .AddTools()
            .BuildServiceProvider();
        Calls = new ToolCalls(new FakeToolSession(), TimeProvider.System);
        Directory.CreateDirectory(Host("ws"));
    }

    public ToolCalls Calls { get; }

    public IReadOnlyList<Tool> All => [.. _services.GetRequiredService<ToolCatalog>().Tools.Where(tool => tool.Category == "files")];

    /// <summary>The new folder itself.</summary>
    public string Top => _files.Path;

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>A full path on this machine.</summary>
    public string Host(string path) => _files.File(path);

    /// <summary>Writes a file, and the folders that lead to it.</summary>
    public string Put(string path, string text = "text\n")
    {
        var full = Host(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    public string TextOf(string path) => File.ReadAllText(Host(path));

    public Task<ToolOutcome> CallAsync(string tool, params (string Name, object? Value)[] arguments) =>
        Calls.CallAsync(All.Single(one => one.Name == tool), arguments);

    public Task<ToolOutcome> CallAsync(IToolSession session, string tool, params (string Name, object? Value)[] arguments) =>
        new ToolCalls(session, TimeProvider.System).CallAsync(All.Single(one => one.Name == tool), arguments);

    public async Task<string> ResultAsync(string tool, params (string Name, object? Value)[] arguments)
    {
        var outcome = await CallAsync(tool, arguments);
        Assert.Null(outcome.Error);
        return outcome.Result!;
    }

    public async Task<string> ErrorAsync(string tool, params (string Name, object? Value)[] arguments)
    {
        var outcome = await CallAsync(tool, arguments);
        Assert.Null(outcome.Result);
        return outcome.Error!;
    }

    public void Dispose()
    {
        _services.Dispose();
        _files.Dispose();
    }
}
