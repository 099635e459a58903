using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Tools.Commands;

/// <summary>
/// Starts programs as the settings want them: with an environment of their own, in a session of their own, limited in number, never with
/// more rights than the server, and in a sandbox where there is one. Tries once, when it is made, what the system lets it do. Thread-safe.
/// </summary>
internal sealed partial class CommandLauncher : IDisposable
{
    /// <summary>Where the programs are that others are launched with.</summary>
    public const string SystemPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static readonly TimeSpan s_trialLimit = TimeSpan.FromSeconds(10);

    private readonly CommandOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly CommandMark _mark = new();
    private readonly Lazy<CommandGuard> _guard;

    public CommandLauncher(IOptions<CommandOptions> options, TimeProvider timeProvider, ILogger<CommandLauncher> logger)
    {
        _options = options.Value;
        _timeProvider = timeProvider;
        _guard = new Lazy<CommandGuard>(() => new CommandGuard(_mark.Prefix));
        OffBecause = _options switch
        {
            { Enabled: false } => "commands are off. AIWhisperer:Commands:Enabled turns them on.",
            { Allowed.Count: 0 } => "no program may run. AIWhisperer:Commands:Allowed lists those that may.",
            _ when !OperatingSystem.IsLinux() => "commands run on Linux only.",
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
    public LaunchedCommand Start(IReadOnlyList<string> vector, string workspace, string directory)
    {
        _ = _guard.Value;
        return Start(vector, workspace, directory, IsSandboxed);
    }

    /// <summary>Kills what is left of its commands.</summary>
    public void Dispose()
    {
        if (_guard.IsValueCreated)
        {
            _guard.Value.Dispose();
        }
    }

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

    private LaunchedCommand Start(IReadOnlyList<string> vector, string workspace, string directory, bool sandboxed)
    {
        var mark = _mark.Next();
#pragma warning disable CA2000 // The command owns both.
        var limit = ProcessLimit.TryCreate(mark, _options.MaxProcesses);
        var process = new Process
        {
            StartInfo = new ProcessStartInfo("/bin/sh")
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                WorkingDirectory = sandboxed ? "/" : directory,
            },
        };
#pragma warning restore CA2000
        foreach (var argument in (string[])
        [
            "-c", EmbeddedScript.Launch, "sh", limit?.MembersFile ?? string.Empty,
            .. sandboxed ? InSandbox(workspace, directory) : WithLimits(),
            "env", $"PATH={_options.Path}", .. vector,
        ])
        {
            process.StartInfo.ArgumentList.Add(argument);
        }

        SetEnvironment(process.StartInfo.Environment, mark);
        try
        {
            process.Start();
            process.StandardInput.Close();
        }
        catch
        {
            process.Dispose();
            limit?.Dispose();
            throw;
        }

        return new LaunchedCommand(process, new CommandProcesses(mark, process.Id, limit, _timeProvider), limit);
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
    private void SetEnvironment(IDictionary<string, string?> environment, string mark)
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
        environment[CommandMark.Variable] = mark;
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
