using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace AIWhisperer.Core.Processes;

/// <summary>A program that was started, with all that it starts. Disposing it ends nothing.</summary>
/// <param name="process">The first of its processes; on Linux the leader of a session of its own.</param>
/// <param name="mark">What all of them carry; null where the system has no table to find them in.</param>
/// <param name="group">Their control group, where there is one.</param>
/// <param name="timeProvider">For the pauses until they are gone.</param>
/// <param name="logger">Told when some are left.</param>
internal sealed partial class ChildProcess(Process process, ProcessMark? mark, ControlGroup? group, TimeProvider timeProvider, ILogger logger)
    : IDisposable
{
    private const int MaxSweeps = 50;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    private readonly int _leader = process.Id;
    private volatile bool _sessionIsOver;

    /// <summary>The first of its processes.</summary>
    public Process Process => process;

    /// <summary>Whether any of them lives, as far as the system shows it.</summary>
    public bool IsAlive => Find().Count > 0;

    /// <summary>Asks them to end.</summary>
    public void AskToEnd()
    {
        foreach (var id in Find())
        {
            Signals.Send(id, Signals.Terminate);
        }
    }

    /// <summary>Ends them until none is left, for about a second at most; what then is, is logged.</summary>
    public async Task EndAsync()
    {
        if (mark is null)
        {
            process.Kill(entireProcessTree: true);
            return;
        }

        for (var sweep = 0; sweep < MaxSweeps; sweep++)
        {
            group?.End();
            var found = Find();
            if (found.Count == 0)
            {
                return;
            }

            // The system's group first: that takes its members at one stroke, so that none starts another meanwhile.
            if (!process.HasExited)
            {
                Signals.Send(-_leader, Signals.Kill);
            }

            foreach (var id in found)
            {
                Signals.Send(id, Signals.Kill);
            }

            await Task.Delay(s_pause, timeProvider, CancellationToken.None);
        }

        if (IsAlive)
        {
            LogLeft(_leader);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        process.Dispose();
        group?.Dispose();
    }

    private HashSet<int> Find()
    {
        if (mark is null)
        {
            return [];
        }

        var hasExited = process.HasExited;
        var found = ProcessTable.Find(mark, _sessionIsOver ? null : _leader, hasExited);
        found.UnionWith(group?.Members() ?? []);

        // From then on its number may be another's.
        _sessionIsOver |= hasExited && found.Count == 0;
        return found;
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Processes of the program that began as {Process} are left: they begin others faster than they can be ended. A control group or "
            + "the sandbox of commands would end them.")]
    private partial void LogLeft(int process);
}
