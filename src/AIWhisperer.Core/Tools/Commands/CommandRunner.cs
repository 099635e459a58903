using Microsoft.Extensions.Options;

namespace AIWhisperer.Core.Tools.Commands;

/// <summary>Runs a program to its end, or to the end of those who wait for it. Nothing that it started is left. Thread-safe.</summary>
internal sealed class CommandRunner(CommandLauncher launcher, IOptions<ToolOptions> toolOptions, TimeProvider timeProvider)
{
    private const int BufferSize = 32 * 1024;

    // Of the largest result, what the words around the output need.
    private const int Reserve = 512;

    // Together within the grace that the invoker gives a call after its time.
    private static readonly TimeSpan s_timeToEnd = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_timeToDrain = TimeSpan.FromMilliseconds(250);

    private readonly int _outputLimit = toolOptions.Value.MaxResultBytes - Reserve;

    /// <summary>Runs a program.</summary>
    /// <param name="vector">The program's file and its arguments.</param>
    /// <param name="workspace">The only directory that it may write to, in the sandbox.</param>
    /// <param name="directory">Where it begins, in the workspace.</param>
    /// <param name="progress">Given the latest line that it wrote.</param>
    /// <param name="limit">Kills the program with all that it started, which takes less than two seconds.</param>
    public async Task<CommandResult> RunAsync(
        IReadOnlyList<string> vector, string workspace, string directory, IProgress<ToolProgress> progress, CancellationToken limit)
    {
        using var command = launcher.Start(vector, workspace, directory);
        var output = new CommandOutput(_outputLimit);
        using var drained = new CancellationTokenSource();
        var reading = ReadAsync(command.Process.StandardOutput.BaseStream, output, progress, drained.Token);
        var exit = command.Process.WaitForExitAsync(CancellationToken.None);
        var wasStopped = !await EndsAsync(exit, Timeout.InfiniteTimeSpan, limit);
        if (wasStopped)
        {
            command.AskToEnd();
            await EndsAsync(exit, s_timeToEnd, CancellationToken.None);
        }

        await command.EndAsync();
        await exit;

        // Whoever fled from the mark, the session and the group may hold the pipe open still.
        await EndsAsync(reading, s_timeToDrain, CancellationToken.None);
        await drained.CancelAsync();
        await reading;
        return new CommandResult(command.Process.ExitCode, wasStopped, output);
    }

    private async Task<bool> EndsAsync(Task task, TimeSpan limit, CancellationToken cancellationToken)
    {
        await task.WaitAsync(limit, timeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.IsCompleted;
    }

    private static async Task ReadAsync(Stream stream, CommandOutput output, IProgress<ToolProgress> progress, CancellationToken drained)
    {
        var buffer = new byte[BufferSize];
        try
        {
            while (await stream.ReadAsync(buffer, drained) is > 0 and var count)
            {
                output.Append(buffer.AsSpan(0, count));
                if (output.LastLine.Length > 0)
                {
                    progress.Report(new ToolProgress(output.LastLine));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // What has come so far is the output.
        }
    }
}
