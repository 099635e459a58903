using System.Diagnostics;
using System.Globalization;

namespace AIWhisperer.Storage.Tests;

/// <summary>A server in a process of its own, to be killed; see the program of AIWhisperer.StorageProcess.</summary>
internal sealed class StoreProcess : IDisposable
{
    private readonly Process _process;

    private StoreProcess(Process process) => _process = process;

    /// <summary>The highest acknowledged sequence number of each session.</summary>
    public Dictionary<string, long> Acknowledged { get; } = [];

    public static async Task<StoreProcess> StartAsync(string databasePath, params IEnumerable<string> sessionIds)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "AIWhisperer.StorageProcess.dll");
        var started = new StoreProcess(Process.Start(new ProcessStartInfo("dotnet", [program, databasePath, .. sessionIds])
        {
            RedirectStandardOutput = true,
        })!);
        var line = await started._process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        if (line != "ready")
        {
            started.Dispose();
            throw new InvalidOperationException("The process did not open the store; its error output says why.");
        }

        return started;
    }

    public async Task ReadAcknowledgementsAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Take(await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
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

    private void Take(string? line)
    {
        // The kill may cut the last line anywhere; a number that lost digits is only a weaker claim.
        if (line?.Split(' ') is [var session, { Length: > 0 } seq])
        {
            var number = long.Parse(seq, CultureInfo.InvariantCulture);
            Acknowledged[session] = Math.Max(number, Acknowledged.GetValueOrDefault(session));
        }
    }
}
