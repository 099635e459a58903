using System.Diagnostics;

namespace AIWhisperer.Core.Tools.Commands;

/// <summary>A program that was started, with all that belongs to it.</summary>
/// <param name="process">The first of its processes; the leader of their session.</param>
/// <param name="processes">All of them.</param>
/// <param name="limit">Their control group, where there is one.</param>
internal sealed class LaunchedCommand(Process process, CommandProcesses processes, ProcessLimit? limit) : IDisposable
{
    /// <summary>The first of its processes.</summary>
    public Process Process => process;

    /// <summary>All of them.</summary>
    public CommandProcesses Processes => processes;

    public void Dispose()
    {
        process.Dispose();
        limit?.Dispose();
    }
}
