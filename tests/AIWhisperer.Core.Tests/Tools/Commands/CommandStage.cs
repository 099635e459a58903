using AIWhisperer.Core.Processes;
using AIWhisperer.Core.Tools;
using AIWhisperer.Core.Tools.Commands;
using AIWhisperer.Core.Tools.Workspaces;
using AIWhisperer.TestHarness;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Tests.Tools.Commands;

/// <summary>The tool <c>execute_command</c> as a server with these settings has it, and a workspace with a neighbour.</summary>
internal sealed class CommandStage : IDisposable
{
    private readonly TemporaryDirectory _files = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly ChildProcesses _children;

    public CommandStage(SandboxMode sandbox, Action<CommandOptions>? configure = null, bool inGroups = true)
    {
        var settings = new CommandOptions { Enabled = true, Sandbox = sandbox };
        foreach (var program in (string[])["sh", "printf", "env", "cat", "sleep", "setsid", "yes", "head", "true", "pwd"])
        {
            settings.Allowed.Add(program);
        }

        configure?.Invoke(settings);
        var options = Options.Create(settings);
        var workspaces = new WorkspaceRoots(Options.Create(new WorkspaceOptions { Root = Workspace }));
        Directory.CreateDirectory(Workspace);
        _children = new ChildProcesses(Options.Create(new ProcessOptions { ControlGroups = inGroups }), TimeProvider.System, NullLogger<ChildProcesses>.Instance);
        var launcher = new CommandLauncher(options, _children, NullLogger<CommandLauncher>.Instance);
        Tool = ExecuteCommandTool.Create(
            new CommandRunner(launcher, Options.Create(new ToolOptions()), TimeProvider.System), launcher, workspaces, options);
        Calls = new ToolCalls(new FakeToolSession(), _clock);
    }

    /// <summary>Skips the test, with the reason, where a sandbox is wanted and none can be made.</summary>
    public static CommandStage For(SandboxMode sandbox, Action<CommandOptions>? configure = null, bool inGroups = true)
    {
        var stage = new CommandStage(sandbox, configure, inGroups);
        if (sandbox == SandboxMode.Required && stage.Tool.OffBecause is { } reason)
        {
            stage.Dispose();
            Assert.Skip(reason);
        }

        Assert.Null(stage.Tool.OffBecause);
        return stage;
    }

    public Tool Tool { get; }

    public ToolCalls Calls { get; }

    /// <summary>Everything below which effects are looked for.</summary>
    public string Around => Path.GetDirectoryName(Workspace)!;

    public string Workspace => _files.File("workspace");

    /// <summary>All that its commands can notice of the server's end: what only it held open is closed.</summary>
    public void EndServer() => _children.Dispose();

    public Task<ToolOutcome> RunAsync(params string[] command) => Calls.CallAsync(Tool, ("command", command));

    public Task<ToolOutcome> RunInAsync(string directory, params string[] command) =>
        Calls.CallAsync(Tool, ("command", command), ("directory", directory));

    /// <summary>Runs it until its time is up, which is as soon as it has written what is waited for.</summary>
    public Task<ToolOutcome> RunUntilAsync(Predicate<ToolProgress> isWritten, params string[] command)
    {
        var limit = TimeSpan.FromSeconds(1);
        Calls.Reported += progress => _clock.Advance(isWritten(progress) ? limit : TimeSpan.Zero);
        return Calls.CallAsync(Tool with { Timeout = limit }, ("command", command));
    }

    /// <summary>Runs it until the token is cancelled, as when a turn is.</summary>
    public Task<ToolOutcome> RunUntilAsync(CancellationToken turnToken, params string[] command) => Calls.CallAsync(
        new FunctionCallContent("c1", Tool.Name, new Dictionary<string, object?> { ["command"] = command }), ToolCalls.Granting(Tool), turnToken);

    public void Dispose()
    {
        _children.Dispose();
        _files.Dispose();
    }
}
