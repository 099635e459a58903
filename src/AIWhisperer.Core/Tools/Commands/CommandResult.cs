using System.Globalization;

namespace AIWhisperer.Core.Tools.Commands;

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">The program's exit code; 128 and the signal's number when a signal ended it.</param>
/// <param name="WasStopped">Whether it was killed, with all that it started, because its time was over or nobody waits any more.</param>
/// <param name="Output">What it wrote on both of its outputs.</param>
internal sealed record CommandResult(int ExitCode, bool WasStopped, CommandOutput Output)
{
    /// <summary>What the model reads.</summary>
    public override string ToString()
    {
        var end = WasStopped ? "killed at the limit of its time, with all that it had started" : "ended by itself";
        var size = Output.Length == 0 ? "no output"
            : Output.LeftOut == 0 ? "output:"
            : string.Create(CultureInfo.InvariantCulture, $"output ({Output.Length} bytes, cut):");
        return string.Create(CultureInfo.InvariantCulture, $"exit code {ExitCode}, {end}; {size}\n{Output}");
    }
}
