using System.Threading.Channels;
using AIWhisperer.Core.Agents;
using AIWhisperer.Core.Configuration;
using AIWhisperer.TestHarness;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Tests.Configuration;

/// <summary>Real files, the real file system's reports, real time: each test waits for the change itself.</summary>
public sealed class ConfigurationWatcherTests : IAsyncDisposable
{
    // Milliseconds after which a change that never comes fails its test instead of holding up the run.
    private const int Patience = 60_000;

    private const string First = "alice:\n  name: First\n  prompt_file: prompts/alice.md\n";
    private const string Second = "alice:\n  name: Second\n  prompt_file: prompts/alice.md\n";

    private static readonly TimeSpan s_quickPoll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_noPoll = TimeSpan.FromHours(1);

    private readonly ConfigurationFolder _folder = new();
    private readonly Channel<AgentChange> _changes = Channel.CreateUnbounded<AgentChange>();
    private ConfigurationWatcher? _watcher;

    public async ValueTask DisposeAsync()
    {
        if (_watcher is not null)
        {
            await _watcher.StopAsync(CancellationToken.None);
            _watcher.Dispose();
        }

        _folder.Dispose();
    }

    [Theory(Timeout = Patience)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Watcher_RenamedOver_Reloads(bool watch)
    {
        await StartAsync(watch);

        _folder.Replace("agents/alice.yaml", Second);

        Assert.Equal("Second", (await NextChange()).After!.Name);
    }

    [Theory(Timeout = Patience)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Watcher_WrittenInPlace_Reloads(bool watch)
    {
        await StartAsync(watch);

        _folder.Write("agents/alice.yaml", Second);

        Assert.Equal("Second", (await NextChange()).After!.Name);
    }

    [Theory(Timeout = Patience)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Watcher_PromptFileChanged_ReloadsItsAgent(bool watch)
    {
        await StartAsync(watch);

        _folder.Replace("prompts/alice.md", "You are Alice, again.");

        AgentChange change = await NextChange();
        Assert.Equal("You are Alice, again.", change.After!.Instructions);
        Assert.Equal(["prompt"], change.ChangedKeys);
    }

    [Theory(Timeout = Patience)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Watcher_FileDeleted_RemovesItsAgents(bool watch)
    {
        await StartAsync(watch);

        _folder.Delete("agents/alice.yaml");

        Assert.Equal(AgentChangeKind.Removed, (await NextChange()).Kind);
    }

    [Fact(Timeout = Patience)]
    public async Task Watcher_LinkSwapped_Reloads()
    {
        _folder.Write("bob.v1", "bob:\n  name: One\n  prompt: x\n");
        _folder.Write("bob.v2", "bob:\n  name: Two\n  prompt: x\n");
        File.CreateSymbolicLink(_folder.PathOf("agents/bob.yaml"), "../bob.v1");
        await StartAsync(watch: true);

        File.CreateSymbolicLink(_folder.PathOf("agents/bob.new"), "../bob.v2");
        File.Move(_folder.PathOf("agents/bob.new"), _folder.PathOf("agents/bob.yaml"), overwrite: true);

        Assert.Equal("Two", (await NextChange()).After!.Name);
    }

    [Fact(Timeout = Patience)]
    public async Task Watcher_LinkedDirectorySwapped_Reloads()
    {
        Directory.Delete(_folder.PathOf("agents"));
        Directory.CreateDirectory(_folder.PathOf("v1"));
        Directory.CreateDirectory(_folder.PathOf("v2"));
        _folder.Write("v1/bob.yaml", "bob:\n  name: One\n  prompt: x\n");
        _folder.Write("v2/bob.yaml", "bob:\n  name: Two\n  prompt: x\n");
        Directory.CreateSymbolicLink(_folder.PathOf("agents"), "v1");
        await StartAsync(watch: false, write: false);

        File.Delete(_folder.PathOf("agents"));
        Directory.CreateSymbolicLink(_folder.PathOf("agents"), "v2");

        Assert.Equal("Two", (await NextChange()).After!.Name);
    }

    [Fact(Timeout = Patience)]
    public async Task Watcher_HalfWritten_KeepsLastGoodUntilWhole()
    {
        AgentCatalog agents = await StartAsync(watch: true);
        await using (StreamWriter writer = new(File.Create(_folder.PathOf("agents/alice.yaml"))))
        {
            await writer.WriteAsync("alice:\n  name: \"Seco");
            await writer.FlushAsync(TestContext.Current.CancellationToken);
            agents.Reload();
            Assert.Equal(AgentState.Stale, agents.Find("alice")!.State);
            Assert.Equal("First", agents.Find("alice")!.Definition!.Name);
            await writer.WriteAsync("nd\"\n  prompt_file: prompts/alice.md\n");
        }

        Assert.Equal("Second", (await NextChange()).After!.Name);
        Assert.Equal(AgentState.Valid, agents.Find("alice")!.State);
    }

    [Fact(Timeout = Patience)]
    public async Task Watcher_DirectoryMissingAtStart_FindsItLater()
    {
        _folder.Dispose();
        await StartAsync(watch: true, pollInterval: s_quickPoll, write: false);

        Directory.CreateDirectory(_folder.PathOf("agents"));
        _folder.Write("agents/bob.yaml", "bob:\n  name: Bob\n  prompt: x\n");

        Assert.Equal(AgentChangeKind.Added, (await NextChange()).Kind);
    }

    [Fact(Timeout = Patience)]
    public async Task Watcher_ChangedBeforeItStarted_ReloadsAtOnce()
    {
        AgentCatalog agents = Open(write: true);
        _folder.Write("agents/alice.yaml", Second);

        await StartAsync(agents, watch: false, s_noPoll);

        Assert.Equal("Second", (await NextChange()).After!.Name);
    }

    [Fact(Timeout = Patience)]
    public async Task Watcher_TargetThrows_GoesOnWatching()
    {
        var calls = Channel.CreateUnbounded<int>();
        _watcher = new(Options(watch: true, s_quickPoll), [new ThrowingTarget(calls.Writer)], TimeProvider.System, NullLogger<ConfigurationWatcher>.Instance);

        await _watcher.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, await calls.Reader.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(2, await calls.Reader.ReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = Patience)]
    public async Task Watcher_Targets_AreReloadedInOrder()
    {
        var calls = Channel.CreateUnbounded<int>();
        _watcher = new(
            Options(watch: false, s_noPoll), [new NotingTarget(1, calls.Writer), new NotingTarget(2, calls.Writer)], TimeProvider.System,
            NullLogger<ConfigurationWatcher>.Instance);

        await _watcher.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, await calls.Reader.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(2, await calls.Reader.ReadAsync(TestContext.Current.CancellationToken));
    }

    private IOptions<ConfigurationOptions> Options(bool watch, TimeSpan pollInterval) => Microsoft.Extensions.Options.Options.Create(
        new ConfigurationOptions { Directory = _folder.Root, Watch = watch, PollInterval = pollInterval });

    private AgentCatalog Open(bool write)
    {
        if (write)
        {
            _folder.Write("prompts/alice.md", "You are Alice.");
            _folder.Write("agents/alice.yaml", First);
        }

        return new(_folder.WrappedOptions, new(() => [], () => ToolReferences.None), NullLogger<AgentCatalog>.Instance);
    }

    /// <summary>Watching relies on reports alone, as the poll is an hour away; not watching relies on the poll alone.</summary>
    private Task<AgentCatalog> StartAsync(bool watch, TimeSpan? pollInterval = null, bool write = true) =>
        StartAsync(Open(write), watch, pollInterval ?? (watch ? s_noPoll : s_quickPoll));

    private async Task<AgentCatalog> StartAsync(AgentCatalog agents, bool watch, TimeSpan pollInterval)
    {
        TaskCompletionSource firstReload = new(TaskCreationOptions.RunContinuationsAsynchronously);
        agents.OnChange(change => _changes.Writer.TryWrite(change));
        _watcher = new(
            Options(watch, pollInterval), [agents, new SignallingTarget(firstReload)], TimeProvider.System, NullLogger<ConfigurationWatcher>.Instance);
        await _watcher.StartAsync(TestContext.Current.CancellationToken);
        await firstReload.Task.WaitAsync(TestContext.Current.CancellationToken);
        return agents;
    }

    private ValueTask<AgentChange> NextChange() => _changes.Reader.ReadAsync(TestContext.Current.CancellationToken);

    private sealed class SignallingTarget(TaskCompletionSource reloaded) : IConfigurationTarget
    {
        public void Reload() => reloaded.TrySetResult();
    }

    private sealed class NotingTarget(int number, ChannelWriter<int> calls) : IConfigurationTarget
    {
        public void Reload() => calls.TryWrite(number);
    }

    private sealed class ThrowingTarget(ChannelWriter<int> calls) : IConfigurationTarget
    {
        private int _calls;

        public void Reload()
        {
            calls.TryWrite(++_calls);
            throw new InvalidOperationException("reload failed");
        }
    }
}
