using System.Diagnostics;

namespace AIWhisperer.Core.Processes;

/// <summary>A program that was started, with all that it starts. Disposing it ends nothing.</summary>
/// <param name="process">The first of its processes; on Linux the leader of a session of its own.</param>
/// <param name="mark">What all of them carry; null where the system has no table to find them in.</param>
/// <param name="group">Their control group, where there is one.</param>
/// <param name="timeProvider">For the pauses until they are gone.</param>
internal sealed class ChildProcess(Process process, ProcessMark? mark, ControlGroup? group, TimeProvider timeProvider) : IDisposable
{
    private const int MaxSweeps = 50;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    private readonly int _leader = process.Id;

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

    /// <summary>Ends them until none is left, for about a second at most.</summary>
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

        var found = ProcessTable.Find(mark, _leader);
        found.UnionWith(group?.Members() ?? []);
        return found;
    }
}
