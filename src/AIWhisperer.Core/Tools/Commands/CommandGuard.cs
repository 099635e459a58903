using System.Diagnostics;

namespace AIWhisperer.Core.Tools.Commands;

/// <summary>
/// A small process that outlives the server by a moment to kill what its commands have left: nothing of a command is there a second after
/// the server, however that ended.
/// </summary>
internal sealed class CommandGuard : IDisposable
{
    private readonly Process _process;
    private readonly StreamWriter _input;

    /// <param name="marks">How the environment entry of each command begins.</param>
    public CommandGuard(string marks)
    {
        // In a session of its own, so that what ends the server's group does not end it.
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("setsid", ["/bin/sh", "-c", EmbeddedScript.Guard, "sh", marks])
            {
                RedirectStandardInput = true,
                WorkingDirectory = "/",
            },
        };
        _process.StartInfo.Environment.Clear();
        _process.StartInfo.Environment["PATH"] = CommandLauncher.SystemPath;
        _process.Start();
        _input = _process.StandardInput;
    }

    /// <summary>Lets it do its work and end.</summary>
    public void Dispose()
    {
        _input.Close();
        _process.Dispose();
    }
}
