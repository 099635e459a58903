using System.Diagnostics;
using System.Globalization;

namespace AIWhisperer.Storage.Tests;

/// <summary>A server in a process of its own, to be killed; see the program of AIWhisperer.StorageProcess.</summary>
internal sealed class StoreProcess : IDisposable
{
    private readonly Process _process;

    private StoreProcess(Process process) => _process = process;

    /// <summary>The sequence numbers it acknowledged, by session.</summary>
    public Dictionary<string, HashSet<long>> Acknowledged { get; } = [];

    /// <summary>The sequence numbers it refused, by session.</summary>
    public Dictionary<string, HashSet<long>> Refused { get; } = [];

    /// <summary>The error codes of the refusals.</summary>
    public HashSet<string> Codes { get; } = [];

    public static Task<StoreProcess> StartAsync(string databasePath, params IEnumerable<string> sessionIds) =>
        StartAsync(new ProcessStartInfo("dotnet", [Program, databasePath, .. sessionIds]));

    /// <summary>Another program that has the database locked for as long as it lives.</summary>
    public static Task<StoreProcess> StartLockHolderAsync(string databasePath) =>
        StartAsync(new ProcessStartInfo("dotnet", [Program, "--lock", databasePath]));

    /// <summary>The same as <see cref="StartAsync(string, IEnumerable{string})"/>, where no file may grow beyond a size: the system refuses to write there, as on a disk that is full.</summary>
    public static Task<StoreProcess> StartWithFileSizeLimitAsync(int kibibytes, string databasePath, params IEnumerable<string> sessionIds)
    {
        var script = string.Create(CultureInfo.InvariantCulture, $"trap '' XFSZ; ulimit -S -f {kibibytes}; exec dotnet \"$@\"");
        return StartAsync(new ProcessStartInfo("bash", ["-c", script, "bash", Program, databasePath, .. sessionIds])
        {
            // Memory for compiled code would be such a file.
            Environment = { ["DOTNET_EnableWriteXorExecute"] = "0" },
        });
    }

    public async Task LiftFileSizeLimitAsync()
    {
        using var lift = Process.Start("prlimit", ["--pid", _process.Id.ToString(CultureInfo.InvariantCulture), "--fsize=unlimited"]);
        await lift.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, lift.ExitCode);
    }

    public async Task ReadAcknowledgementsAsync(int count)
    {
        while (count > 0)
        {
            count -= await ReadAsync() ? 1 : 0;
        }
    }

    public async Task ReadRefusalAsync()
    {
        while (await ReadAsync())
        {
        }
    }

    /// <summary>Kills it with no chance to clean up, then reads what it had said until then.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        while (await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            Take(line);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "AIWhisperer.StorageProcess.dll");

    private static async Task<StoreProcess> StartAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        var started = new StoreProcess(Process.Start(start)!);
        var line = await started._process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        if (line != "ready")
        {
            started.Dispose();
            throw new InvalidOperationException("The process did not open the store; its error output says why.");
        }

        return started;
    }

    /// <returns>Whether it was an acknowledgement.</returns>
    private async Task<bool> ReadAsync() => Take(
        await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)
        ?? throw new InvalidOperationException("The process ended; its error output says why."));

    private bool Take(string line)
    {
        // A kill may cut the last line anywhere; only a line with its full stop counts.
        switch (line.Split(' '))
        {
            case ["kept", var session, var seq, "."]:
                Add(Acknowledged, session, seq);
                return true;
            case ["refused", var session, var seq, var code, "."]:
                Add(Refused, session, seq);
                Codes.Add(code);
                break;
        }

        return false;
    }

    private static void Add(Dictionary<string, HashSet<long>> all, string session, string seq)
    {
        all.TryAdd(session, []);
        all[session].Add(long.Parse(seq, CultureInfo.InvariantCulture));
    }
}
