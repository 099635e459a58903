using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Processes;

/// <summary>
/// Starts programs such that whatever these start can be ended with them, wherever it went, and is ended with the server, however that ends.
/// Tries with the first one what the system lets it do. On other systems than Linux, a program is ended with its children, and outlives a
/// server that is killed. Thread-safe.
/// </summary>
internal sealed partial class ChildProcesses : IDisposable
{
    // Begins a session, in which it becomes another program.
    private static readonly string? s_leader =
        OperatingSystem.IsLinux() ? Array.Find((string[])["/usr/bin/setsid", "/bin/setsid"], File.Exists) : null;

    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly int _server = ProcessMark.NewServer();
    private readonly Lazy<ControlGroups> _groups;
    private readonly Lock _gate = new();
    private ProcessGuard? _guard;
    private bool _isDisposed;
    private int _last;

    public ChildProcesses(IOptions<ProcessOptions> options, TimeProvider timeProvider, ILogger<ChildProcesses> logger)
        : this(() => options.Value.ControlGroups ? ControlGroups.SystemTrees() : [], timeProvider, logger)
    {
    }

    /// <param name="trees">The directories of control groups to make others in, the best first.</param>
    /// <param name="timeProvider">For the pauses until processes are gone.</param>
    /// <param name="logger">Told once by what means processes are ended, and when some could not be.</param>
    internal ChildProcesses(Func<IEnumerable<string>> trees, TimeProvider timeProvider, ILogger logger)
    {
        _timeProvider = timeProvider;
        _logger = logger;
        _groups = new Lazy<ControlGroups>(() => Try(trees(), logger));
    }

    /// <summary>Whether what programs start is bound to them: on Linux, with its program <c>setsid</c>.</summary>
    public static bool AreBound => s_leader is not null;

    /// <summary>Starts a program.</summary>
    /// <param name="start">The program with its arguments and all that it is given; changed to what launches it.</param>
    /// <param name="mostProcesses">The most of its processes and threads, heeded where a control group can limit them; null for no limit.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">Nothing can be started. On Linux, one that only the program itself is the
    /// reason of shows as exit code 126 or 127.</exception>
    public ChildProcess Start(ProcessStartInfo start, int? mostProcesses = null)
    {
        if (s_leader is null)
        {
            return new ChildProcess(Process.Start(start)!, null, null, _timeProvider, _logger);
        }

        EnsureGuard(s_leader);
        var number = Interlocked.Increment(ref _last);
        var mark = ProcessMark.Of(_server, number);
#pragma warning disable CA2000 // The child owns it.
        var group = _groups.Value.TryCreate(number, mostProcesses);
#pragma warning restore CA2000
        string[] vector =
        [
            "-c", EmbeddedScript.Launch, "sh", mark.Kilobytes, group?.MembersFile ?? string.Empty, s_leader, start.FileName, .. start.ArgumentList,
        ];
        start.FileName = "/bin/sh";
        start.ArgumentList.Clear();
        foreach (var argument in vector)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            return new ChildProcess(Process.Start(start)!, mark, group, _timeProvider, _logger);
        }
        catch
        {
            group?.Dispose();
            throw;
        }
    }

    /// <summary>Ends what is left, within seconds.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _guard?.Dispose();
            _guard = null;
        }
    }

    private void EnsureGuard(string leader)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_guard is null or { HasEnded: true })
            {
                _guard?.Dispose();
                _guard = new ProcessGuard(leader, ProcessMark.Pattern(_server), _groups.Value.Prefixes);
            }
        }
    }

    private ControlGroups Try(IEnumerable<string> trees, ILogger logger)
    {
        var groups = new ControlGroups(trees, _server);
        if (groups.Any)
        {
            LogGroups(logger);
        }
        else if (ProcessMark.IsAllowed())
        {
            LogMarks(logger);
        }
        else
        {
            LogSessions(logger);
        }

        return groups;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Programs that the server starts are ended, with all that they start, by control groups.")]
    private static partial void LogGroups(ILogger logger);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Programs that the server starts are ended, with all that they start, by a limit that these inherit: no control group can be "
            + "made, or the settings turn them off. What changes its own limits on purpose gets away, and so may "
            + "chains of processes that each live for a moment only.")]
    private static partial void LogMarks(ILogger logger);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Programs that the server starts are ended with their session only, and outlive a server that is killed: no control group can "
            + "be made, or the settings turn them off, and the limit of the resident set (RLIMIT_RSS) is set for the server. Lift that limit.")]
    private static partial void LogSessions(ILogger logger);
}
