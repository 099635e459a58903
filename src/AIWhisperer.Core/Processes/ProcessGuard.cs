using System.Diagnostics;

namespace AIWhisperer.Core.Processes;

/// <summary>
/// A small process that outlives the server by a moment to end what its programs have left, however the server ended. It knows them without
/// being told of each.
/// </summary>
internal sealed class ProcessGuard : IDisposable
{
    private readonly Process _process;
    private readonly StreamWriter _input;

    /// <param name="leader">The system's program that begins a session.</param>
    /// <param name="marks">The regular expression of their marks.</param>
    /// <param name="groups">How the paths of their control groups begin.</param>
    public ProcessGuard(string leader, string marks, IEnumerable<string> groups)
    {
        // In a session of its own, so that what ends the server's group does not end it.
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(leader, ["/bin/sh", "-c", EmbeddedScript.Guard, "sh", marks, .. groups])
            {
                RedirectStandardInput = true,
                WorkingDirectory = "/",
            },
        };
        _process.StartInfo.Environment.Clear();
        _process.StartInfo.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        _process.Start();
        _input = _process.StandardInput;
    }

    /// <summary>Whether it is gone, which it should not be.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Lets it do its work and end.</summary>
    public void Dispose()
    {
        _input.Close();
        _process.Dispose();
    }
}
