using System.Diagnostics;
using System.Globalization;
using AIWhisperer.Core.Processes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Tools.Commands;

/// <summary>
/// Starts programs as the settings want them: with an environment of their own, limited in number, never with more rights than the server,
/// and in a sandbox where there is one. Tries once, when it is made, what the system lets it do. Thread-safe.
/// </summary>
internal sealed partial class CommandLauncher
{
    /// <summary>Where the programs are that others are launched with.</summary>
    public const string SystemPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static readonly TimeSpan s_trialLimit = TimeSpan.FromSeconds(10);

    private readonly CommandOptions _options;
    private readonly ChildProcesses _children;

    public CommandLauncher(IOptions<CommandOptions> options, ChildProcesses children, ILogger<CommandLauncher> logger)
    {
        _options = options.Value;
        _children = children;
        OffBecause = _options switch
        {
            { Enabled: false } => "commands are off. AIWhisperer:Commands:Enabled turns them on.",
            { Allowed.Count: 0 } => "no program may run. AIWhisperer:Commands:Allowed lists those that may.",
            _ when !OperatingSystem.IsLinux() => "commands run on Linux only.",
            _ when !ChildProcesses.AreBound => "programs could not be launched. Install util-linux.",
            _ => null,
        };
        if (OffBecause is null)
        {
            (IsSandboxed, OffBecause) = Prepare(logger);
        }
    }

    /// <summary>Why nothing can be run, with the remedy; null when programs can.</summary>
    public string? OffBecause { get; }

    /// <summary>Whether programs run in a sandbox.</summary>
    public bool IsSandboxed { get; }

    /// <summary>Starts a program.</summary>
    /// <param name="vector">The program's file and its arguments.</param>
    /// <param name="workspace">The only directory that it may write to, in the sandbox.</param>
    /// <param name="directory">Where it begins, in the workspace.</param>
    public ChildProcess Start(IReadOnlyList<string> vector, string workspace, string directory) =>
        Start(vector, workspace, directory, IsSandboxed);

    private (bool IsSandboxed, string? OffBecause) Prepare(ILogger logger)
    {
        var fault = _options.Sandbox == SandboxMode.Off ? "the settings turn it off" : Try(sandboxed: true);
        if (fault is null)
        {
            LogSandboxed(logger);
            return (true, null);
        }

        var off = _options.Sandbox == SandboxMode.Required
            ? $"a sandbox is required and could not be made ({fault}). Let the server make user namespaces, or set AIWhisperer:Commands:Sandbox "
                + "to Auto or Off."
            : Try(sandboxed: false) is { } other ? $"programs could not be launched ({other}). Install util-linux." : null;
        if (off is null)
        {
            LogNotSandboxed(logger, fault);
        }
        else
        {
            LogOff(logger, off);
        }

        return (false, off);
    }

    /// <summary>Runs a program that does nothing; gives what went wrong.</summary>
    private string? Try(bool sandboxed)
    {
        var workspace = Directory.CreateTempSubdirectory("aiwhisperer-");
        try
        {
            using var trial = Start(["/bin/sh", "-c", ":"], workspace.FullName, workspace.FullName, sandboxed);
            if (!trial.Process.WaitForExit(s_trialLimit))
            {
                trial.Process.Kill(entireProcessTree: true);
                return "it took too long";
            }

            return trial.Process.ExitCode == 0 ? null : trial.Process.StandardOutput.ReadToEnd().ReplaceLineEndings(" ").Trim();
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return exception.Message;
        }
        finally
        {
            workspace.Delete(recursive: true);
        }
    }

    private ChildProcess Start(IReadOnlyList<string> vector, string workspace, string directory, bool sandboxed)
    {
        string[] launch =
        [
            "-c", EmbeddedScript.Launch, "sh", .. sandboxed ? InSandbox(workspace, directory) : WithLimits(), "env", $"PATH={_options.Path}", .. vector,
        ];
        var start = new ProcessStartInfo("/bin/sh", launch)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = sandboxed ? "/" : directory,
        };
        SetEnvironment(start.Environment);
        var command = _children.Start(start, _options.MaxProcesses);
        command.Process.StandardInput.Close();
        return command;
    }

    private string[] InSandbox(string workspace, string directory) =>
    [
        "unshare", "--user", "--map-root-user", "--mount", "--net", "--ipc", "--uts", "--pid", "--fork", "--kill-child", "--",
        "/bin/sh", "-c", EmbeddedScript.Sandbox, "sh",
        workspace, directory, Number(_options.MaxProcesses), Number(_options.Readable.Count), .. _options.Readable,
    ];

    // Without a user namespace, the limit counts all that the user runs.
    private string[] WithLimits()
    {
        var processes = Number(UserThreads.Count() + _options.MaxProcesses);
        return ["prlimit", $"--nproc={processes}:{processes}", "--core=0:0", "--", "setpriv", "--no-new-privs", "--"];
    }

    // What lies in the workspace is a model's. Below /dev/null nobody puts a file that programs take for their user's settings.
    private void SetEnvironment(IDictionary<string, string?> environment)
    {
        environment.Clear();
        environment["LANG"] = "C.UTF-8";
        environment["TMPDIR"] = "/tmp";
        environment["HOME"] = "/dev/null";
        GitEnvironment.Set(environment);
        foreach (var (name, value) in _options.Environment)
        {
            environment[name] = value;
        }

        environment["PATH"] = SystemPath;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    [LoggerMessage(Level = LogLevel.Information, Message = "Agents that are granted commands run them in a sandbox.")]
    private static partial void LogSandboxed(ILogger logger);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Agents that are granted commands run them with the rights of the server, without a sandbox: {Reason}.")]
    private static partial void LogNotSandboxed(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No commands: {Reason}")]
    private static partial void LogOff(ILogger logger, string reason);
}
